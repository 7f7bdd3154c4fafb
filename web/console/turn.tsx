import { Button } from 'antd'
import { useText } from '../text/text.ts'
import { Icon } from '../ui/icon.tsx'
import type { Pages } from './ask.ts'

/** Turns the pages of a list; hidden while there is only one. */
export function Turn({ of }: { of: Pages<unknown> }) {
  const t = useText()
  if (!of.back && !of.next) return null
  return (
    <nav className="turn" aria-label={t('list.pages')}>
      <Button size="small" disabled={!of.back} onClick={() => of.back?.()} icon={<Icon name="back" size={13} />}>
        {t('list.back')}
      </Button>
      <span className="faint figures">{t('list.page', { page: of.page })}</span>
      <Button
        size="small"
        disabled={!of.next}
        onClick={() => of.next?.()}
        icon={<Icon name="next" size={13} />}
        iconPlacement="end"
      >
        {t('list.next')}
      </Button>
    </nav>
  )
}
