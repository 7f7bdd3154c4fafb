import { paths } from '../paths.ts'
import type { TextKey } from '../text/text.ts'
import type { IconName } from '../ui/icon.tsx'

export type Place = { to: string; name: TextKey; icon: IconName; key: string }

/** The rooms of the console in the order of the business; `key` follows `g` on the keyboard. */
export const places: { name: TextKey; places: Place[] }[] = [
  {
    name: 'nav.overview',
    places: [
      { to: paths.home(), name: 'nav.workbench', icon: 'home', key: 'h' },
      { to: paths.approvals(), name: 'nav.approvals', icon: 'approval', key: 'o' },
      { to: paths.alarms(), name: 'nav.alarms', icon: 'alert', key: 'n' },
    ],
  },
  {
    name: 'nav.cooperation',
    places: [
      { to: paths.wallets(), name: 'nav.wallets', icon: 'wallet', key: 'w' },
      { to: paths.dossiers(), name: 'nav.research', icon: 'search', key: 'g' },
      { to: paths.evaluations(), name: 'nav.evaluations', icon: 'check', key: 'j' },
      { to: paths.questionnaires(), name: 'nav.questionnaire', icon: 'message', key: 't' },
      { to: paths.negotiations(), name: 'nav.negotiations', icon: 'roles', key: 'z' },
      { to: paths.agreements(), name: 'nav.agreements', icon: 'agreement', key: 'a' },
      { to: paths.simulator(), name: 'nav.simulator', icon: 'reconciliation', key: 'x' },
      { to: paths.verify(), name: 'nav.verify', icon: 'verify', key: 'v' },
    ],
  },
  {
    name: 'nav.trade',
    places: [
      { to: paths.payments(), name: 'nav.payments', icon: 'payment', key: 'p' },
      { to: paths.payerAuthentication(), name: 'nav.payerAuthentication', icon: 'verify', key: 'f' },
    ],
  },
  {
    name: 'nav.money',
    places: [
      { to: paths.accounts(), name: 'nav.accounts', icon: 'accounts', key: 'b' },
      { to: paths.settlements(), name: 'nav.settlements', icon: 'settlement', key: 's' },
      { to: paths.reconciliations(), name: 'nav.reconciliations', icon: 'reconciliation', key: 'r' },
    ],
  },
  {
    name: 'nav.trust',
    places: [
      { to: paths.vault(), name: 'nav.vault', icon: 'vault', key: 'k' },
      { to: paths.consents(), name: 'nav.consents', icon: 'check', key: 'c' },
      { to: paths.privacyRequests(), name: 'nav.requests', icon: 'clock', key: 'q' },
      { to: paths.wards(), name: 'nav.wards', icon: 'person', key: 'y' },
      { to: paths.retention(), name: 'nav.retention', icon: 'refresh', key: 'e' },
      { to: paths.log(), name: 'nav.log', icon: 'log', key: 'l' },
      { to: paths.users(), name: 'nav.users', icon: 'users', key: 'u' },
      { to: paths.roles(), name: 'nav.roles', icon: 'roles', key: 'm' },
      { to: paths.apiKeys(), name: 'nav.apiKeys', icon: 'key', key: 'i' },
      { to: paths.signOn(), name: 'nav.signOn', icon: 'signOn', key: 'd' },
    ],
  },
]

export const allPlaces: Place[] = places.flatMap((group) => group.places)
