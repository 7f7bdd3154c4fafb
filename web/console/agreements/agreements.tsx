import type { ColumnsType } from 'antd/es/table'
import type { AgreementRow } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { VersionBadge } from '../states.tsx'
import { Turn } from '../turn.tsx'

/** Every agreement by the version in force. */
export default function Agreements() {
  const t = useText()
  const go = useGo()
  const pages = usePages('/v1/agreements', {}, 30)
  const columns = useColumns()
  return (
    <Page
      title={t('nav.agreements')}
      note={t('agreements.note')}
      actions={
        <Go to={paths.verify()} className="button-link">
          {t('nav.verify')}
        </Go>
      }
    >
      <Loaded ask={pages.reply} lines={8}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<AgreementRow>
              label={t('nav.agreements')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} />}
              onOpen={(row) => go(paths.agreement({ id: row.id }))}
              empty={<Nothing icon="agreement" title={t('agreements.none')} />}
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

function useColumns(): ColumnsType<AgreementRow> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('col.agreement'),
      render: (_, row) => (
        <span className="two">
          <Go to={paths.agreement({ id: row.id })} className="strong">
            {say(row.name)}
          </Go>
          <span className="faint">{say(row.summary)}</span>
        </span>
      ),
    },
    { title: t('col.wallet'), render: (_, row) => say(row.partner.name) },
    {
      title: t('col.version'),
      render: (_, row) => (
        <span className="figures">{t('version.of', { number: row.version, all: row.versions })}</span>
      ),
    },
    { title: t('col.state'), render: (_, row) => <VersionBadge of={row.state} /> },
    { title: t('col.effective'), render: (_, row) => <Moment at={row.effective} form="day" /> },
    { title: t('col.until'), render: (_, row) => <Moment at={row.until} form="day" /> },
    { title: t('col.digest'), render: (_, row) => <Digest of={row.digest} /> },
  ]
}

function Card({ row }: { row: AgreementRow }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.agreement({ id: row.id })} className="row-card">
      <span className="row-card-line">
        <strong>{say(row.partner.name)}</strong>
        <VersionBadge of={row.state} />
      </span>
      <span className="soft">{say(row.summary)}</span>
      <span className="row-card-line faint">
        <span>{t('version.of', { number: row.version, all: row.versions })}</span>
        <span>
          <Moment at={row.effective} form="day" /> – <Moment at={row.until} form="day" />
        </span>
      </span>
    </Go>
  )
}
