import { type AccountKey, type AccountKind, accountKinds } from '../ledger/account.ts'
import { z } from '../world/route.ts'
import { type NamesOf, namedJson } from './names.ts'

/** Kinds of account that hold money; meters only count. */
export const moneyKinds = (Object.keys(accountKinds) as AccountKind[]).filter(
  (kind) => accountKinds[kind].group !== 'memorandum',
)

export const accountKindJson = z.enum(moneyKinds as [AccountKind, ...AccountKind[]])
export const accountRefJson = z
  .strictObject({ id: z.string(), kind: accountKindJson, owner: namedJson })
  .meta({ id: 'AccountRef' })

export type AccountRef = z.output<typeof accountRefJson>

export const isMoney = ({ kind }: AccountKey): boolean => accountKinds[kind].group !== 'memorandum'

/** An account as screens name it. */
export const toAccountRef = async (names: NamesOf, key: AccountKey, id: bigint): Promise<AccountRef> => ({
  id: String(id),
  kind: key.kind,
  owner: await names.owner(key.owner),
})
