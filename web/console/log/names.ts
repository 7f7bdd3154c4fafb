import { paths } from '../../paths.ts'
import type { TextKey, Translate } from '../../text/text.ts'
import { zhCNLog } from '../../text/zh-CN-log.ts'

const isText = (key: string): key is TextKey => Object.hasOwn(zhCNLog, key)

/** What was done, in words; an act without a name of its own is called by its module and verb. */
export function actName(t: Translate, act: string): string {
  const key = `log.act.${act}`
  if (isText(key)) return t(key)
  const cut = act.indexOf('.')
  const module = `log.module.${act.slice(0, cut)}`
  const verb = act.slice(cut + 1).replace(/[_.-]/g, ' ')
  return isText(module) ? `${t(module)} · ${verb}` : act
}

/** `user:usr_…` as a kind and an id. */
export function actorParts(actor: string): { kind: 'user' | 'key' | 'system' | 'nobody'; id: string } {
  const [kind = '', ...rest] = actor.split(':')
  const known = kind === 'user' || kind === 'key' || kind === 'system' ? kind : 'nobody'
  return { kind: known, id: rest.join(':') }
}

/** The page of an object, null when it has none. */
export function pageOf(object: string): string | null {
  const id = object
  switch (object.slice(0, 4)) {
    case 'pay_':
      return paths.payment({ id })
    case 'agr_':
      return paths.agreement({ id })
    case 'par_':
      return paths.wallet({ id })
    case 'stl_':
      return paths.settlement({ id })
    case 'rec_':
      return paths.reconciliation({ id })
    default:
      return null
  }
}
