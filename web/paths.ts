// Every address of the console, once. Pages link by these functions; the router mounts their patterns.

const at = (pattern: string) => ({
  pattern,
  of: (id: string): string => pattern.replace(/\$\w+/, encodeURIComponent(id)),
})

const patterns = {
  wallet: at('/wallets/$id'),
  agreement: at('/agreements/$id'),
  agreementLife: at('/agreements/$id/life'),
  evaluation: at('/evaluations/$id'),
  dossier: at('/research/$id'),
  negotiation: at('/negotiations/$id'),
  questionnaire: at('/questionnaires/$id'),
  payment: at('/payments/$id'),
  account: at('/accounts/$id'),
  settlement: at('/settlements/$id'),
  reconciliation: at('/reconciliations/$id'),
  approval: at('/approvals/$id'),
  privacyRequest: at('/privacy-requests/$id'),
  vaultToken: at('/vault/$id'),
}

export const paths = {
  home: (): string => '/',
  /** The door, and where it leads to; `over` says that a session has just ended. */
  signIn: (after?: string, { over = false }: { over?: boolean } = {}): string =>
    after ? `/sign-in?after=${encodeURIComponent(after)}${over ? '&over' : ''}` : '/sign-in',
  /** The account of whoever is signed in; `enrol` greets who has just signed in without a second factor. */
  profile: ({ enrol = false }: { enrol?: boolean } = {}): string => (enrol ? '/profile?enrol' : '/profile'),
  inbox: (): string => '/sandbox/inbox',
  wallets: (): string => '/wallets',
  wallet: ({ id }: { id: string }): string => patterns.wallet.of(id),
  agreements: (): string => '/agreements',
  /** One version of an agreement, at a clause when `path` is a pointer into its terms. */
  agreement: ({ id, version, path }: { id: string; version?: number; path?: string | null }): string =>
    patterns.agreement.of(id) + (version ? `?version=${version}` : '') + (path ? `#${path}` : ''),
  dossiers: (): string => '/research',
  dossier: ({ id }: { id: string }): string => patterns.dossier.of(id),
  evaluations: (): string => '/evaluations',
  evaluation: ({ id }: { id: string }): string => patterns.evaluation.of(id),
  negotiations: (): string => '/negotiations',
  negotiation: ({ id }: { id: string }): string => patterns.negotiation.of(id),
  evaluationWeights: (): string => '/evaluation-weights',
  questionnaires: (): string => '/questionnaires',
  questionnaire: ({ id }: { id: string }): string => patterns.questionnaire.of(id),
  /** An agreement after its signature: time-line, monitoring clauses, stops. */
  agreementLife: ({ id }: { id: string }): string => patterns.agreementLife.of(id),
  verify: (): string => '/verify',
  /** Terms priced on traffic: with one agreement already chosen. */
  simulator: (at: { agreement?: string } = {}): string =>
    at.agreement ? `/simulator?agreement=${encodeURIComponent(at.agreement)}` : '/simulator',
  payments: (filter?: string): string => (filter ? `/payments?filter=${encodeURIComponent(filter)}` : '/payments'),
  payment: ({ id }: { id: string }): string => patterns.payment.of(id),
  payerAuthentication: (): string => '/payer-authentication',
  accounts: (): string => '/accounts',
  account: ({ id }: { id: string }): string => patterns.account.of(id),
  settlements: (): string => '/settlements',
  settlement: ({ id }: { id: string }): string => patterns.settlement.of(id),
  reconciliations: (): string => '/reconciliations',
  reconciliation: ({ id }: { id: string }): string => patterns.reconciliation.of(id),
  users: (): string => '/users',
  roles: (): string => '/roles',
  apiKeys: (): string => '/api-keys',
  signOn: (): string => '/sign-on',
  /** Outside the shell: an invitation's link, its secret behind the hash, and where single sign-on sends people back to. */
  invitation: (): string => '/invitation',
  signOnBack: (): string => '/sign-in/back',
  consents: (): string => '/consents',
  privacyRequests: (): string => '/privacy-requests',
  wards: (): string => '/wards',
  privacyRequest: ({ id }: { id: string }): string => patterns.privacyRequest.of(id),
  retention: (): string => '/retention',
  approvals: (): string => '/approvals',
  approval: ({ id }: { id: string }): string => patterns.approval.of(id),
  approvalPolicy: (): string => '/approval-policy',
  /** The inbox of alarms, at one of them. */
  alarms: (at: { alarm?: string } = {}): string =>
    at.alarm ? `/alarms?alarm=${encodeURIComponent(at.alarm)}` : '/alarms',
  anchors: (at: { anchor?: string } = {}): string =>
    at.anchor ? `/log/anchors?anchor=${encodeURIComponent(at.anchor)}` : '/log/anchors',
  vault: (): string => '/vault',
  vaultToken: ({ id }: { id: string }): string => patterns.vaultToken.of(id),
  /** The verifiable log, at one record or at what was done to one object. */
  log: (at: { record?: string; object?: string } = {}): string => {
    const search = new URLSearchParams(Object.entries(at).filter(([, value]) => value))
    return search.size > 0 ? `/log?${search}` : '/log'
  },
}

/** What the router mounts for each page that needs an id. */
export const mounted = {
  wallet: patterns.wallet.pattern,
  agreement: patterns.agreement.pattern,
  agreementLife: patterns.agreementLife.pattern,
  evaluation: patterns.evaluation.pattern,
  dossier: patterns.dossier.pattern,
  negotiation: patterns.negotiation.pattern,
  questionnaire: patterns.questionnaire.pattern,
  payment: patterns.payment.pattern,
  account: patterns.account.pattern,
  settlement: patterns.settlement.pattern,
  reconciliation: patterns.reconciliation.pattern,
  approval: patterns.approval.pattern,
  privacyRequest: patterns.privacyRequest.pattern,
  vaultToken: patterns.vaultToken.pattern,
}
