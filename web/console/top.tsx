import { Button, Dropdown, Tooltip } from 'antd'
import { signOut, whenTurnedAway } from '../api/client.ts'
import type { Me } from '../api/contract.ts'
import { paths } from '../paths.ts'
import { useText } from '../text/text.ts'
import { Icon } from '../ui/icon.tsx'
import { useSay } from '../ui/language.ts'
import { useGo } from './go.tsx'
import { LogLight } from './log/light.tsx'
import { commandKey, type Open } from './open.ts'
import { change, useSettings } from './settings.ts'

/** The bar above every page: search, language, light, person. */
export function Top({ me, open }: { me: Me; open: (what: Open) => void }) {
  const t = useText()
  return (
    <header className="top">
      <button type="button" className="plain menu-button" aria-label={t('nav.menu')} onClick={() => open('menu')}>
        <Icon name="menu" size={20} />
      </button>
      <button type="button" className="search-button" onClick={() => open('commands')}>
        <Icon name="search" size={14} />
        <span>{t('commands.placeholder')}</span>
        <kbd>{commandKey}</kbd>
      </button>
      <div className="top-right">
        <LogLight />
        <Looks />
        <Tooltip title={t('help.title')}>
          <button type="button" className="plain wide-only" aria-label={t('help.title')} onClick={() => open('help')}>
            <Icon name="help" />
          </button>
        </Tooltip>
        <Person me={me} />
      </div>
    </header>
  )
}

/** Language, and light or dark. */
export function Looks() {
  const t = useText()
  const { language, mode } = useSettings()
  return (
    <>
      <button
        type="button"
        className="plain"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        aria-label={t('act.language')}
        onClick={() => change({ language: language === 'en' ? 'zh-CN' : 'en' })}
      >
        {language === 'en' ? '中文' : 'EN'}
      </button>
      <button
        type="button"
        className="plain"
        aria-label={t(mode === 'dark' ? 'act.light' : 'act.dark')}
        title={t(mode === 'dark' ? 'act.light' : 'act.dark')}
        onClick={() => change({ mode: mode === 'dark' ? 'light' : 'dark' })}
      >
        <Icon name={mode === 'dark' ? 'sun' : 'moon'} />
      </button>
    </>
  )
}

function Person({ me }: { me: Me }) {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const leave = async (): Promise<void> => {
    whenTurnedAway(null) // what is still being asked is refused from now on, and that is as wished
    await signOut().catch(() => undefined) // the session may be over already
    location.assign(paths.signIn())
  }
  const items = [
    { key: 'who', disabled: true, label: `${say(me.name)} · ${say(me.title)}` },
    {
      key: 'profile',
      icon: <Icon name="person" />,
      label: t('nav.profile'),
      onClick: () => go(paths.profile()),
    },
    { key: 'leave', icon: <Icon name="leave" />, label: t('act.signOut'), onClick: () => void leave() },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" className="person" aria-label={`${say(me.name)} · ${t(`role.${me.role}`)}`}>
        <span className="face">{say(me.name).slice(0, 1)}</span>
        <span className="wide-only">{say(me.name)}</span>
        <span className="wide-only faint">{t(`role.${me.role}`)}</span>
      </Button>
    </Dropdown>
  )
}
