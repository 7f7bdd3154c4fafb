import type { ColumnsType } from 'antd/es/table'
import type { SavedMethod, VaultReveal, VaultToken } from '../../api/contract-vault.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Turn } from '../turn.tsx'
import { Masked, MethodBadge, schemeName, shownMonth } from './looks.tsx'

/** Tokens, masked, newest first. */
export function TokenRows() {
  const t = useText()
  const go = useGo()
  const pages = usePages('/v1/vault/tokens', {}, 20)
  const columns: ColumnsType<VaultToken> = [
    {
      title: t('vault.col.masked'),
      render: (_, row) => (
        <Go to={paths.vaultToken(row)} className="strong">
          <Masked of={row} />
        </Go>
      ),
    },
    { title: t('vault.col.kind'), render: (_, row) => <KindCell of={row} /> },
    { title: t('vault.col.token'), render: (_, row) => <Digest of={row.id} head={12} tail={4} /> },
    { title: t('vault.col.made'), render: (_, row) => <Moment at={row.madeAt} /> },
  ]
  return (
    <Loaded ask={pages.reply} lines={10}>
      {({ items }) => (
        <section className="panel panel-flush">
          <Rows<VaultToken>
            label={t('vault.look.tokens')}
            rows={items}
            columns={columns}
            keyOf={(row) => row.id}
            onOpen={(row) => go(paths.vaultToken(row))}
            card={(row) => (
              <Go to={paths.vaultToken(row)} className="row-card">
                <span className="row-card-line">
                  <strong>
                    <Masked of={row} />
                  </strong>
                  <Moment at={row.madeAt} />
                </span>
                <span className="row-card-line soft">
                  <KindCell of={row} />
                </span>
              </Go>
            )}
            empty={<Nothing icon="vault" title={t('vault.none')} help={t('vault.noneHelp')} />}
          />
          <Turn of={pages} />
        </section>
      )}
    </Loaded>
  )
}

function KindCell({ of }: { of: VaultToken }) {
  const t = useText()
  const { scheme } = of.detail
  if (of.shreddedAt) return <Badge tone="slate">{t('vault.shredded')}</Badge>
  return (
    <span>
      {t(`vault.kind.${of.kind}`)}
      {scheme ? <span className="faint"> · {schemeName(scheme)}</span> : null}
    </span>
  )
}

/** What holders have saved. */
export function MethodRows() {
  const t = useText()
  const pages = usePages('/v1/methods', {}, 20)
  const columns: ColumnsType<SavedMethod> = [
    {
      title: t('vault.col.masked'),
      render: (_, row) => (
        <span className="two">
          <Go to={paths.vaultToken({ id: row.token })} className="strong">
            <Masked of={row} />
          </Go>
          <span className="faint">{t(`method.kind.${row.kind}`)}</span>
        </span>
      ),
    },
    { title: t('vault.col.issuer'), render: (_, row) => <span className="soft">{schemeName(row.issuer)}</span> },
    { title: t('vault.col.expires'), render: (_, row) => <span className="figures">{shownMonth(row.expires)}</span> },
    { title: t('vault.col.state'), render: (_, row) => <MethodState of={row} /> },
    { title: t('vault.col.holder'), render: (_, row) => <Digest of={row.holder} head={10} tail={4} /> },
  ]
  return (
    <Loaded ask={pages.reply} lines={10}>
      {({ items }) => (
        <section className="panel panel-flush">
          <Rows<SavedMethod>
            label={t('vault.look.methods')}
            rows={items}
            columns={columns}
            keyOf={(row) => row.id}
            card={(row) => (
              <Go to={paths.vaultToken({ id: row.token })} className="row-card">
                <span className="row-card-line">
                  <strong>
                    <Masked of={row} />
                  </strong>
                  <MethodState of={row} />
                </span>
                <span className="row-card-line soft">
                  <span>
                    {t(`method.kind.${row.kind}`)} · {schemeName(row.issuer)}
                  </span>
                  <span className="figures">{shownMonth(row.expires)}</span>
                </span>
              </Go>
            )}
            empty={<Nothing icon="vault" title={t('vault.noMethods')} help={t('vault.noMethodsHelp')} />}
          />
          <Turn of={pages} />
        </section>
      )}
    </Loaded>
  )
}

function MethodState({ of }: { of: SavedMethod }) {
  const t = useText()
  return (
    <span>
      <MethodBadge of={of} />
      {of.isDefault ? <span className="faint"> · {t('method.default')}</span> : null}
    </span>
  )
}

/** Who looked at a value in clear. */
export function RevealRows() {
  const pages = usePages('/v1/vault/reveals', {}, 20)
  return (
    <Loaded ask={pages.reply} lines={10}>
      {({ items }) => (
        <section className="panel panel-flush">
          <RevealTable of={items} withToken />
          <Turn of={pages} />
        </section>
      )}
    </Loaded>
  )
}

/** Looks as a table; beside a token its own column is left out. */
export function RevealTable({ of, withToken = false }: { of: VaultReveal[]; withToken?: boolean }) {
  const t = useText()
  const token: ColumnsType<VaultReveal> = [
    {
      title: t('vault.col.masked'),
      render: (_, row) => (
        <span className="two">
          <Go to={paths.vaultToken({ id: row.token })}>
            <Masked of={row} />
          </Go>
          <span className="faint">{t(`vault.kind.${row.kind}`)}</span>
        </span>
      ),
    },
  ]
  const columns: ColumnsType<VaultReveal> = [
    { title: t('vault.col.at'), render: (_, row) => <Moment at={row.at} /> },
    { title: t('vault.col.by'), render: (_, row) => <span className="strong">{row.by}</span> },
    { title: t('vault.col.reason'), render: (_, row) => <span className="vault-reason">{row.reason}</span> },
    ...(withToken ? token : []),
  ]
  return (
    <Rows<VaultReveal>
      label={t('vault.look.reveals')}
      rows={of}
      columns={columns}
      keyOf={(row) => row.id}
      card={(row) => (
        <div className="row-card">
          <span className="row-card-line">
            <strong>{row.by}</strong>
            <Moment at={row.at} />
          </span>
          <span>{row.reason}</span>
          {withToken ? (
            <Go to={paths.vaultToken({ id: row.token })} className="soft">
              <Masked of={row} />
            </Go>
          ) : null}
        </div>
      )}
      empty={<Nothing icon="vault" title={t('vault.noReveals')} help={t('vault.noRevealsHelp')} />}
    />
  )
}
