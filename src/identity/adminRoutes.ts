import type { Route } from '../world/route.ts'
import { apiKeyRoutes } from './apiKeyRoutes.ts'
import { keyIssueRoutes } from './keyIssueRoutes.ts'
import type { Organisations } from './organisation.ts'
import { rolesRoutes } from './rolesRoutes.ts'
import { singleSignOnRoutes } from './singleSignOnRoutes.ts'
import { usersRoutes } from './usersRoutes.ts'

/**
 * Every door of administration. `routes` are all doors of the house, from which the permission matrix is made; `organisations` knows
 * partners and merchants, who live on higher floors.
 */
export const adminRoutes = (routes: () => readonly Route[], organisations: Organisations): Route[] => [
  ...rolesRoutes(routes),
  ...usersRoutes(organisations),
  ...apiKeyRoutes(organisations),
  ...keyIssueRoutes(organisations),
  ...singleSignOnRoutes,
]
