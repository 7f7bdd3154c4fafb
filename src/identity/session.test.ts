import { expect, test } from 'vitest'
import { hollowWorld } from '../../test/doors.ts'
import { siteAt } from '../world/site.ts'
import { cookieName, cookieOptions } from './session.ts'

test('behind https the cookie can be set by this host alone and travels encrypted only', () => {
  const w = { ...hollowWorld(), site: siteAt('https://pay.example.com') }
  expect(cookieName(w, 'person')).toBe('__Host-covenant_session')
  expect(cookieName(w, 'consumer')).toBe('__Host-covenant_consumer')
  expect(cookieOptions(w, 'token')).toMatchObject({ secure: true, sameSite: 'Strict', seconds: 43_200 })
  expect(cookieOptions(w, '')).toMatchObject({ seconds: 0 })
})

test.each([
  ['https://pay.example.com', 'https://pay.example.com', true],
  ['https://pay.example.com', 'https://pay.example.com.evil.example', false],
  ['https://pay.example.com', 'http://pay.example.com', false],
  ['https://pay.example.com', 'http://localhost:4700', false],
  [null, 'http://localhost:4700', true],
  [null, 'http://localhost:4700.evil.example', false],
  [null, 'http://localhost.evil.example', false],
  [null, 'https://pay.example.com', false],
])('a site at %s counts %s as its own: %s', (site, origin, isOurs) => {
  expect(siteAt(site).isOurs(origin)).toBe(isOurs)
})
