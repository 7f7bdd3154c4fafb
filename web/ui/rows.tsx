import { Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { type ReactNode, useSyncExternalStore } from 'react'

type Props<Row> = {
  rows: Row[]
  columns: ColumnsType<Row>
  keyOf: (row: Row) => string
  /** The same row for a phone. */
  card: (row: Row) => ReactNode
  /** Opens a row; its first cell should also hold a real link for the keyboard. */
  onOpen?: (row: Row) => void
  loading?: boolean
  /** What to show when there is no row. */
  empty: ReactNode
  label: string
  markOf?: (row: Row) => string
}

/** A list as a dense table where there is room, as cards where there is not. */
export function Rows<Row extends object>(props: Props<Row>) {
  const narrow = useNarrow()
  const { rows, keyOf, onOpen } = props
  if (rows.length === 0 && !props.loading) return <>{props.empty}</>
  if (narrow) {
    return (
      <ul className="cards" aria-label={props.label} aria-busy={props.loading}>
        {rows.map((row) => (
          <li key={keyOf(row)} className={props.markOf?.(row)}>
            {props.card(row)}
          </li>
        ))}
      </ul>
    )
  }
  return (
    <Table<Row>
      size="small"
      aria-label={props.label}
      dataSource={rows}
      columns={props.columns}
      rowKey={keyOf}
      pagination={false}
      loading={props.loading ?? false}
      scroll={{ x: 'max-content' }}
      rowClassName={(row) => `${onOpen ? 'opens' : ''} ${props.markOf?.(row) ?? ''}`}
      onRow={(row) => (onOpen ? { onClick: (event) => openUnlessLink(event.target, () => onOpen(row)) } : {})}
    />
  )
}

const question = '(max-width: 767px)'

/** True on a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(question)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => matchMedia(question).matches,
  )
}

// A click on a link or button inside the row, or the end of a selection of text, is not a wish to open the row.
function openUnlessLink(target: EventTarget, open: () => void): void {
  if (target instanceof Element && target.closest('a, button, input')) return
  if (String(getSelection() ?? '') !== '') return
  open()
}
