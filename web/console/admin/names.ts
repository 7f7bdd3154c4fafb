import { paths } from '../../paths.ts'
import { type TextKey, texts, useText } from '../../text/text.ts'

/** What a permission is called; one without a name yet shows itself. */
export function usePermissionName(): (permission: string) => string {
  const t = useText()
  return (permission) => {
    const key = `perm.${permission}`
    return texts.exists(key) ? t(key as TextKey) : permission
  }
}

/** What the module of a permission is called. */
export function useModuleName(): (module: string) => string {
  const t = useText()
  return (module) => {
    const key = `perm.module.${module}`
    return texts.exists(key) ? t(key as TextKey) : module
  }
}

const needs: Record<string, string> = {
  [paths.home()]: 'ledger.read',
  [paths.wallets()]: 'partners.read',
  [paths.dossiers()]: 'evaluations.read',
  [paths.evaluations()]: 'evaluations.read',
  [paths.questionnaires()]: 'questionnaires.read',
  [paths.negotiations()]: 'negotiations.read',
  [paths.simulator()]: 'projections.run',
  [paths.agreements()]: 'agreements.read',
  [paths.verify()]: 'agreements.read',
  [paths.payments()]: 'payments.read',
  [paths.payerAuthentication()]: 'ledger.read',
  [paths.accounts()]: 'ledger.read',
  [paths.settlements()]: 'settlements.read',
  [paths.reconciliations()]: 'reconciliations.read',
  [paths.approvals()]: 'approvals.read',
  [paths.vault()]: 'vault.read',
  [paths.consents()]: 'consents.read',
  [paths.privacyRequests()]: 'requests.read',
  [paths.wards()]: 'requests.read',
  [paths.retention()]: 'retention.read',
  [paths.log()]: 'log.read',
  [paths.alarms()]: 'alarms.read',
  [paths.users()]: 'users.read',
  [paths.roles()]: 'users.read',
  [paths.apiKeys()]: 'keys.read',
  [paths.signOn()]: 'roles.manage',
}

/** The permission a page of the console cannot do without; null when everybody sees it. */
export const neededBy = (address: string): string | null => needs[address] ?? null
