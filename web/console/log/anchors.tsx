import { useSearch } from '@tanstack/react-router'
import { Drawer } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import type { LogAnchor, LogAnchors } from '../../api/contract-log.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { AnchorCard } from './anchorCard.tsx'
import './log.css'

const tones: Record<LogAnchor['state'], Tone> = { stamped: 'jade', anchored: 'jade', sent: 'ochre', lost: 'cinnabar' }

/** Checkpoints in the hands of somebody outside: what is on, how to switch it on, what stands where, and how to verify it. */
export default function Anchors() {
  const t = useText()
  const go = useGo()
  const anchors = useAsk('/v1/log/anchors', {}, { everyMs: 60_000 })
  const search: { anchor?: unknown } = useSearch({ strict: false })
  const columns = useColumns()
  const shown = anchors.data?.items.find(({ record }) => record === search.anchor) ?? null
  return (
    <Page title={t('nav.anchors')} note={t('anchors.note')} up={{ to: paths.log(), name: t('nav.log') }}>
      <Loaded ask={anchors} lines={8}>
        {(found) => (
          <>
            {found.isBroken ? <p className="said said-bad">{t('anchors.broken')}</p> : null}
            <div className="log-heads">
              <Timestamp of={found.timestamp} />
              <Chain of={found.evm} />
            </div>
            {found.timestamp && found.evm ? null : <How />}
            <Panel title={t('anchors.list')} note={t('anchors.listNote', { most: 50 })} flush>
              <Rows<LogAnchor>
                label={t('anchors.list')}
                rows={found.items}
                columns={columns}
                keyOf={(row) => row.record}
                card={(row) => <Card of={row} />}
                onOpen={(row) => go(paths.anchors({ anchor: row.record }))}
                empty={<Nothing icon="log" title={t('anchors.none')} help={t('anchors.noneHelp')} />}
              />
            </Panel>
          </>
        )}
      </Loaded>
      <Drawer
        open={shown !== null}
        onClose={() => go(paths.anchors())}
        size={620}
        title={t('anchors.open')}
        destroyOnHidden
      >
        {shown ? <AnchorCard key={shown.record} of={shown} /> : null}
      </Drawer>
    </Page>
  )
}

function Switch({ isOn }: { isOn: boolean }) {
  const t = useText()
  return (
    <Badge tone={isOn ? 'jade' : 'slate'} hollow={!isOn}>
      {t(isOn ? 'anchors.on' : 'anchors.off')}
    </Badge>
  )
}

function Timestamp({ of }: { of: LogAnchors['timestamp'] }) {
  const t = useText()
  return (
    <Panel title={t('anchors.timestamp')} extra={<Switch isOn={of !== null} />}>
      {of ? <Facts of={[[t('anchors.where'), <code key="host">{of.host}</code>]]} /> : null}
      <p className="faint">{t('anchors.sends')}</p>
    </Panel>
  )
}

function Chain({ of }: { of: LogAnchors['evm'] }) {
  const t = useText()
  return (
    <Panel title={t('anchors.chain')} extra={<Switch isOn={of !== null} />}>
      {of ? (
        <Facts
          of={[
            [t('anchors.where'), <code key="host">{of.host}</code>],
            ['chainId', String(of.chain)],
            ['to', <Digest key="to" of={of.to} head={14} tail={6} copy={t('act.copy')} />],
          ]}
        />
      ) : null}
      <p className="faint">{t('anchors.sends')}</p>
    </Panel>
  )
}

const example = JSON.stringify(
  {
    timestamp: { url: 'https://tsa.example/rfc3161', roots: ['-----BEGIN CERTIFICATE-----\n…'] },
    evm: { url: 'http://127.0.0.1:8545', chainId: 11155111, from: '0x…', to: '0x…' },
  },
  null,
  2,
)

function How() {
  const t = useText()
  return (
    <Panel
      title={t('anchors.how')}
      note={t('anchors.offNote')}
      extra={<CopyButton text={example} label={t('act.copy')} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide example scrolls, and the keyboard must be able to */}
      <pre className="typed" tabIndex={0}>
        {example}
      </pre>
    </Panel>
  )
}

function useColumns(): ColumnsType<LogAnchor> {
  const t = useText()
  return [
    {
      title: t('anchors.kind'),
      render: (_, row) => (
        <Go to={paths.anchors({ anchor: row.record })} className="strong">
          {t(row.kind === 'timestamp' ? 'anchors.timestamp' : 'anchors.chain')}
        </Go>
      ),
    },
    {
      title: t('anchors.size'),
      align: 'right',
      render: (_, row) => <span className="figures">{row.size.toLocaleString('en-US')}</span>,
    },
    { title: t('anchors.by'), render: (_, row) => <By of={row} /> },
    { title: t('anchors.at'), render: (_, row) => <Moment at={row.stampedAt ?? row.at} /> },
    { title: t('col.state'), render: (_, row) => <AnchorBadge of={row.state} /> },
  ]
}

function By({ of }: { of: LogAnchor }) {
  if (of.kind === 'timestamp') return <span>{of.authority}</span>
  return (
    <span>
      <span className="figures">{of.chain}</span> · <Digest of={of.transaction ?? ''} head={10} tail={6} />
    </span>
  )
}

function AnchorBadge({ of }: { of: LogAnchor['state'] }) {
  const t = useText()
  return (
    <Badge tone={tones[of]} hollow={of === 'sent'}>
      {t(`anchors.state.${of}`)}
    </Badge>
  )
}

function Card({ of }: { of: LogAnchor }) {
  const t = useText()
  return (
    <Go to={paths.anchors({ anchor: of.record })} className="row-card">
      <span className="row-card-line">
        <strong>{t(of.kind === 'timestamp' ? 'anchors.timestamp' : 'anchors.chain')}</strong>
        <AnchorBadge of={of.state} />
      </span>
      <span className="faint">
        <By of={of} />
      </span>
      <span className="row-card-line soft">
        <span className="figures">{of.size.toLocaleString('en-US')}</span>
        <Moment at={of.stampedAt ?? of.at} />
      </span>
    </Go>
  )
}
