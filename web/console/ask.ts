import { keepPreviousData, QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Ask, addressOf, type Gets, get, Refusal } from '../api/client.ts'
import type { List } from '../api/values.ts'

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal with a problem is an answer; only silence and 5xx are worth a second try.
      retry: (tries, error) => tries < 1 && !(error instanceof Refusal && error.status >= 400 && error.status < 500),
    },
  },
})

type More<Reply> = {
  everyMs?: number
  /** Stops asking again: what was answered, and how often we asked. */
  until?: (reply: Reply | undefined, asks: number) => boolean
  when?: boolean
  keep?: boolean
}

const queryOf = <Path extends keyof Gets>(path: Path, ask: Ask) => ({
  queryKey: [path, addressOf(path, ask)] as const,
  queryFn: () => get(path, ask),
})

/** Asks a route and keeps the answer; `everyMs` asks again and again, `keep` shows the old answer while a new one comes. */
export function useAsk<Path extends keyof Gets>(
  path: Path,
  ask: Ask = {},
  more: More<Gets[Path]> = {},
): UseQueryResult<Gets[Path], Error> {
  return useQuery({
    ...queryOf(path, ask),
    refetchInterval: ({ state }) =>
      more.until?.(state.data, state.dataUpdateCount + state.errorUpdateCount) ? false : (more.everyMs ?? false),
    enabled: more.when ?? true,
    ...(more.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** For a route's loader: starts asking before the page is drawn. */
export function ahead<Path extends keyof Gets>(path: Path, ask: Ask = {}): void {
  void client.prefetchQuery(queryOf(path, ask))
}

/** For a guard: the answer, kept or fresh. Throws Refusal. */
export const answerOf = <Path extends keyof Gets>(path: Path, ask: Ask = {}): Promise<Gets[Path]> =>
  client.ensureQueryData(queryOf(path, ask)) as Promise<Gets[Path]>

/** After something was done: what we know may be old. */
export function useForget(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}

type Paths<Item> = { [Path in keyof Gets]: Gets[Path] extends List<Item> ? Path : never }[keyof Gets]

export type Pages<Reply> = {
  reply: UseQueryResult<Reply, Error>
  /** From 1. */
  page: number
  back: (() => void) | null
  next: (() => void) | null
}

/** A list page by page with cursors; begins anew when what is asked changes. */
export function usePages<Path extends Paths<unknown> & keyof Gets>(
  path: Path,
  ask: Ask,
  limit: number,
): Pages<Gets[Path]> {
  const name = addressOf(path, ask)
  const [place, setPlace] = useState<{ name: string; cursors: string[] }>({ name, cursors: [] })
  const cursors = place.name === name ? place.cursors : []
  const query = { ...ask.query, limit, cursor: cursors.at(-1) }
  const reply = useAsk(path, { ...ask, query }, { keep: true })
  const next = (reply.data as List<unknown> | undefined)?.next ?? null
  return {
    reply,
    page: cursors.length + 1,
    back: cursors.length > 0 ? () => setPlace({ name, cursors: cursors.slice(0, -1) }) : null,
    next: next ? () => setPlace({ name, cursors: [...cursors, next] }) : null,
  }
}
