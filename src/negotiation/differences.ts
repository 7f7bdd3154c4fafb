import { type Canonical, canonical } from '../base/canonical.ts'

export type Difference = { path: string; institution: Canonical; wallet: Canonical }

const differencesMost = 400

/** The values in which two positions of one clause differ, each by its place in the terms; null where one side has nothing. */
export function differencesOf(path: string, institution: Canonical, wallet: Canonical): Difference[] {
  if (canonical(institution) === canonical(wallet)) return []
  if (!isBranch(institution) || !isBranch(wallet) || Array.isArray(institution) !== Array.isArray(wallet))
    return [{ path, institution, wallet }]
  const [ours, theirs] = [institution as { [key: string]: Canonical }, wallet as { [key: string]: Canonical }]
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .flatMap((key) => differencesOf(`${path}/${key}`, ours[key] ?? null, theirs[key] ?? null))
    .slice(0, differencesMost)
}

const isBranch = (value: Canonical): boolean => value !== null && typeof value === 'object'
