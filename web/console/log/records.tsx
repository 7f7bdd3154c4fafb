import { Button, Input } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { LogRecord } from '../../api/contract-log.ts'
import { paths } from '../../paths.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Turn } from '../turn.tsx'
import { actName, actorParts } from './names.ts'

type Filter = { object: string; actor: string; act: string }
const nothing: Filter = { object: '', actor: '', act: '' }

/** What was done, newest first, through three whole words. */
export function Records({ object }: { object: string }) {
  const t = useText()
  const go = useGo()
  const [filter, setFilter] = useState<Filter>({ ...nothing, object })
  const pages = usePages('/v1/log/records', { query: filter }, 25)
  const columns = useColumns(object)
  const isFiltered = Object.values(filter).some(Boolean)
  return (
    <Panel title={t('log.records')} note={t('log.recordsNote')} flush>
      <FilterForm of={filter} onChange={setFilter} />
      <Loaded ask={pages.reply} lines={10}>
        {({ items }) => (
          <>
            <Rows<LogRecord>
              label={t('log.records')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} to={paths.log({ record: row.id, object })} />}
              onOpen={(row) => go(paths.log({ record: row.id, object }))}
              loading={pages.reply.isPlaceholderData}
              empty={
                <Nothing
                  icon="log"
                  title={t(isFiltered ? 'log.noneFound' : 'log.none')}
                  help={t(isFiltered ? 'log.noneFoundHelp' : 'log.noneHelp')}
                />
              }
            />
            <Turn of={pages} />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

const fields: [keyof Filter, TextKey, TextKey][] = [
  ['object', 'log.filterObject', 'log.filterObjectHint'],
  ['actor', 'log.filterActor', 'log.filterActorHint'],
  ['act', 'log.filterAct', 'log.filterActHint'],
]

function FilterForm({ of, onChange }: { of: Filter; onChange: (next: Filter) => void }) {
  const t = useText()
  const [typed, setTyped] = useState(of)
  const isFiltered = Object.values(of).some(Boolean)
  return (
    <form
      className="log-filter"
      data-search
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ object: typed.object.trim(), actor: typed.actor.trim(), act: typed.act.trim() })
      }}
    >
      {fields.map(([name, label, hint]) => (
        <Field key={name} label={t(label)}>
          {(id) => (
            <Input
              id={id}
              value={typed[name]}
              placeholder={t(hint)}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <span className="log-filter-act">
        <Button htmlType="submit" icon={<Icon name="search" size={14} />}>
          {t('log.filter')}
        </Button>
        {isFiltered ? (
          <Button
            type="text"
            icon={<Icon name="close" size={14} />}
            onClick={() => {
              setTyped(nothing)
              onChange(nothing)
            }}
          >
            {t('log.filterClear')}
          </Button>
        ) : null}
      </span>
    </form>
  )
}

function useColumns(object: string): ColumnsType<LogRecord> {
  const t = useText()
  return [
    { title: t('log.number'), align: 'right', width: 76, render: (_, row) => <Place of={row} /> },
    { title: t('log.when'), width: 108, render: (_, row) => <Moment at={row.at} /> },
    {
      title: t('log.what'),
      render: (_, row) => (
        <span className="two">
          <Go to={paths.log({ record: row.id, object })} className="strong">
            {actName(t, row.act)}
          </Go>
          <code className="faint">{row.act}</code>
        </span>
      ),
    },
    { title: t('log.object'), render: (_, row) => <Digest of={row.object || '—'} head={12} tail={6} /> },
    { title: t('log.who'), render: (_, row) => <Actor of={row.actor} /> },
    { title: t('log.leaf'), render: (_, row) => <Digest of={row.leaf} head={8} tail={6} /> },
  ]
}

/** Its number in the log, or that it waits for one. */
export function Place({ of }: { of: LogRecord }) {
  const t = useText()
  if (of.index === null) return <span className="faint">{t('log.unnumbered')}</span>
  return <span className="figures faint">{of.index}</span>
}

/** Who acted: the kind in words, the id as it is. */
export function Actor({ of }: { of: string }) {
  const t = useText()
  const { kind, id } = actorParts(of)
  return (
    <span className="log-actor">
      <span className="soft">{t(`log.actor.${kind}`)}</span> {id ? <Digest of={id} head={22} tail={4} /> : null}
    </span>
  )
}

function Card({ row, to }: { row: LogRecord; to: string }) {
  const t = useText()
  return (
    <Go to={to} className="row-card">
      <span className="row-card-line">
        <strong>{actName(t, row.act)}</strong>
        <Moment at={row.at} />
      </span>
      <span className="row-card-line soft">
        <Digest of={row.object || '—'} head={12} tail={6} />
        <Place of={row} />
      </span>
      <span className="row-card-line faint">
        <Actor of={row.actor} />
      </span>
    </Go>
  )
}
