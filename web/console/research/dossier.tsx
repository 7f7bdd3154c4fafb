import { useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { post } from '../../api/client.ts'
import type { Figure, Dossier as Found } from '../../api/contract-research.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Chart } from '../../ui/chart.tsx'
import { Digest } from '../../ui/digest.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { formatShare } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { palettes } from '../../ui/palette.ts'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { useSettings } from '../settings.ts'
import { axes, tip } from '../workbench/axes.ts'
import { FigureEditor } from './figureEditor.tsx'
import { figureText, unitOf } from './figureWords.ts'
import './research.css'

/** One dossier: figures with their sources, habits, trends, and who published it. */
export default function Dossier() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAsk('/v1/dossiers/{id}', { params: { id } })
  const of = found.data
  const title = of ? `${say(of.partner.name)} · ${of.market} · ${t('research.version', { n: of.version })}` : ''
  return (
    <Page title={title || t('nav.research')} up={{ to: paths.dossiers(), name: t('nav.research') }}>
      <Loaded ask={found} lines={14}>
        {(dossier) => <Read key={dossier.digest} of={dossier} />}
      </Loaded>
    </Page>
  )
}

function Read({ of }: { of: Found }) {
  const [isEdited, edit] = useState(false)
  return (
    <div className="columns">
      <div className="column-main">
        {isEdited ? <FigureEditor of={of} onDone={() => edit(false)} /> : <Figures of={of} />}
        <Splits of={of} />
        <Words of={of} />
      </div>
      <div className="column-side">
        <State of={of} isEdited={isEdited} onEdit={() => edit(true)} />
        <Sources of={of} />
      </div>
    </div>
  )
}

type Placed = Figure & { place: number }

function Figures({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const rows: Placed[] = of.content.figures.map((figure, place) => ({ ...figure, place }))
  const name = ({ kind, segment }: Figure) => {
    const said = say(of.kinds.find(({ id }) => id === kind)?.name ?? { zh: kind, en: kind })
    return segment ? `${said} · ${say(segment)}` : said
  }
  const value = ({ kind, value: number }: Figure) => figureText(number, unitOf(of, kind), of.content.currency, language)
  const source = (figure: Figure) => {
    const from = of.content.sources.find(({ id }) => id === figure.source)
    return from ? say(from.publisher) : figure.source
  }
  const old = ({ place }: Placed) => (of.stale.includes(place) ? <Badge tone="ochre">{t('research.old')}</Badge> : null)
  return (
    <Panel title={t('research.figures')} note={t('research.figuresHelp')} flush>
      <Rows
        rows={rows}
        keyOf={({ place }) => String(place)}
        label={t('research.figures')}
        empty={null}
        columns={[
          { title: t('research.figure'), render: (_, row) => name(row) },
          { title: t('research.value'), align: 'right', className: 'figures', render: (_, row) => value(row) },
          { title: t('research.source'), render: (_, row) => source(row) },
          {
            title: t('research.asOf'),
            className: 'figures',
            render: (_, row) => (
              <>
                {row.asOf} {old(row)}
              </>
            ),
          },
        ]}
        card={(row) => (
          <div className="row-card">
            <strong>{name(row)}</strong> <span className="figures">{value(row)}</span>
            <p className="faint">
              {source(row)} · {row.asOf} {old(row)}
            </p>
          </div>
        )}
      />
    </Panel>
  )
}

function Splits({ of }: { of: Found }) {
  const shown = of.kinds.filter(({ id, isSplit }) => isSplit && of.content.figures.some(({ kind }) => kind === id))
  return (
    <>
      {shown.map((kind) => (
        <Split key={kind.id} of={of} kind={kind} />
      ))}
    </>
  )
}

function Split({ of, kind }: { of: Found; kind: Found['kinds'][number] }) {
  const t = useText()
  const say = useSay()
  const { mode } = useSettings()
  const parts = useMemo(() => of.content.figures.filter((one) => one.kind === kind.id), [of, kind])
  const option = useMemo(
    () => ({
      ...axes(
        mode,
        parts.map(({ segment }) => (segment ? say(segment) : '')),
      ),
      tooltip: tip(mode, (value) => `${value.toFixed(1)}%`),
      series: [
        {
          name: say(kind.name),
          type: 'bar',
          barMaxWidth: 34,
          itemStyle: { color: palettes[mode].indigo, borderRadius: [2, 2, 0, 0] },
          data: parts.map(({ value }) => value / 10_000),
        },
      ],
    }),
    [parts, kind, mode, say],
  )
  const shares = parts.map(({ segment, value }) => `${segment ? say(segment) : ''} ${formatShare(value)}`).join(', ')
  return (
    <Panel title={say(kind.name)}>
      <Chart option={option} height={150} label={t('research.splitLabel', { name: say(kind.name), shares })} />
    </Panel>
  )
}

function Words({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  const publisher = (id: string) =>
    say(of.content.sources.find((one) => one.id === id)?.publisher ?? { zh: id, en: id })
  const tones = { strong: 'jade', moderate: 'indigo', weak: 'ochre' } as const
  return (
    <>
      <Panel title={t('research.habits')}>
        {of.content.habits.map(({ statement, source, strength }) => (
          <p key={statement.en} className="source-of">
            {say(statement)} <Badge tone={tones[strength]}>{t(`research.strength.${strength}`)}</Badge>{' '}
            <span className="faint">{publisher(source)}</span>
          </p>
        ))}
      </Panel>
      <Panel title={t('research.trends')}>
        {of.content.trends.map(({ note, source }) => (
          <p key={note.en} className="source-of">
            {say(note)} <span className="faint">{publisher(source)}</span>
          </p>
        ))}
      </Panel>
    </>
  )
}

function Sources({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('research.sources')}>
      {of.content.sources.map((one) => (
        <div key={one.id} className="source-of">
          <p>
            <strong>{say(one.title)}</strong>
            <br />
            <span className="faint">
              {say(one.publisher)} · {one.where}
              <br />
              {t('research.publishedOn', { day: one.published, read: one.read })}
            </span>
          </p>
          <p>
            <Badge tone="slate">{t(`research.reliability.${one.reliability}`)}</Badge>{' '}
            {one.isSample ? <Badge tone="plum">{t('research.sample')}</Badge> : null}
          </p>
        </div>
      ))}
    </Panel>
  )
}

function State({ of, isEdited, onEdit }: { of: Found; isEdited: boolean; onEdit: () => void }) {
  const t = useText()
  const say = useSay()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('research.write') ?? false
  const facts: Fact[] = [
    [t('research.author'), say(of.author.name)],
    [t('research.savedAt'), <Moment key="saved" at={of.savedAt} />],
  ]
  if (of.publisher) facts.push([t('research.publisher'), say(of.publisher.name)])
  if (of.publishedAt) facts.push([t('research.publishedAt'), <Moment key="published" at={of.publishedAt} />])
  facts.push([t('research.digest'), <Digest key="digest" of={of.digest} head={8} tail={4} />])
  const others = of.versions.filter(({ id }) => id !== of.id)
  const hasDraft = of.state === 'published' && others.some(({ state }) => state === 'draft')
  return (
    <Panel
      title={t('research.state')}
      extra={
        <Badge tone={of.state === 'published' ? 'jade' : 'indigo'} hollow={of.state === 'draft'}>
          {t(`research.state.${of.state}`)}
        </Badge>
      }
    >
      <Facts of={facts} />
      {others.map(({ id, version, state }) => (
        <p key={id}>
          <Go to={paths.dossier({ id })}>
            {t('research.version', { n: version })} · {t(`research.state.${state}`)}
          </Go>
        </p>
      ))}
      {of.state === 'draft' && !isEdited ? <Publish of={of} may={may} /> : null}
      {hasDraft || isEdited ? null : (
        <p>
          <Button disabled={!may} title={may ? '' : t('research.mayNot')} onClick={onEdit}>
            {t(of.state === 'draft' ? 'research.edit' : 'research.editNext')}
          </Button>
        </p>
      )}
      {may ? null : <p className="faint">{t('research.mayNot')}</p>}
    </Panel>
  )
}

function Publish({ of, may }: { of: Found; may: boolean }) {
  const t = useText()
  const say = useSay()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const missing = of.missing.map((kind) => say(of.kinds.find(({ id }) => id === kind)?.name ?? { zh: kind, en: kind }))
  const lacks = missing.length > 0 ? t('research.missing', { figures: missing.join(', ') }) : ''
  const why = of.isMine ? t('research.isMine') : lacks
  const publish = async (): Promise<void> => {
    try {
      const doing = { params: { id: of.id }, key: `publish-${of.digest.slice(0, 32)}` }
      await post('/v1/dossiers/{id}/publish', { digest: of.digest }, doing)
      message.success(t('research.published'))
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <p>
      <Button type="primary" disabled={!may || why !== ''} title={why} onClick={() => void publish()}>
        {t('research.publish')}
      </Button>
      {why ? <span className="faint"> {why}</span> : null}
    </p>
  )
}
