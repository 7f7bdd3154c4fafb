/**
 * The floors of the house, from the ground up. A module imports only from its own folder and from lower floors. This one
 * list drives the order of migrations and the test that keeps the arrows running down.
 */
export const floors: readonly (readonly string[])[] = [
  ['base'],
  ['world'],
  ['ledger', 'partners', 'vault'],
  ['audit', 'identity', 'wallets', 'consent'],
  ['merchants', 'agreements', 'sca'],
  ['settlement'],
  ['payments', 'reconciliation'],
  ['projection'],
  ['checkout', 'evaluation', 'negotiation', 'obligations', 'privacy', 'research'],
  ['console'],
  ['sandbox'],
  ['commands'],
]

/** All modules, lower floors first. */
export const modulesInOrder: readonly string[] = floors.flat()
