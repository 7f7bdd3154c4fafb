import pg from 'pg'

export type Transaction = pg.PoolClient
export type Database = { readonly pool: pg.Pool; readonly url: string; close(): Promise<void> }

/** How to reach a database: a connection text, or the folder of a Unix socket with a database name. */
export type Connection = {
  url: string
  most?: number
  /** Commits do not wait for the disk: only for sample data, which can be made again. */
  isSampleData?: boolean
  onError?: (error: Error) => void
}

// What the application may do is less than what the owner of the tables may: migrations take privileges away from this role.
export const applicationRole = 'covenant_app'

/**
 * Opens the application's pool. Whole numbers of 64 bits arrive as bigint, so that no amount ever passes through a float.
 * A lost idle connection is reported and replaced; it does not end the process.
 */
export function openDatabase(connection: Connection): Database {
  const pool = new pg.Pool({
    connectionString: connection.url,
    max: connection.most ?? 10,
    options: `-c role=${applicationRole} -c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000${connection.isSampleData ? ' -c synchronous_commit=off' : ''}`,
    types: { getTypeParser: typeParser },
    application_name: 'covenant',
  })
  let isClosing = false
  pool.on('error', (error) => {
    if (!isClosing) connection.onError?.(error)
  })
  // A connection that is lost while it is out, between two queries, tells nobody but itself: unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const close = async (): Promise<void> => {
    isClosing = true
    await pool.end()
  }
  return { pool, url: connection.url, close }
}

const int8 = 20
const int8Array = 1016

function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === int8 && format !== 'binary') return BigInt
  if (oid === int8Array && format !== 'binary') {
    return (value) => (value === '{}' ? [] : value.slice(1, -1).split(',').map(BigInt))
  }
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown
}
