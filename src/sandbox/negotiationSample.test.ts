import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { roomsAll } from '../negotiation/store.ts'
import { toRoomView } from '../negotiation/view.ts'
import { transaction } from '../world/command.ts'
import { nobody } from '../world/route.ts'
import { fillNegotiations } from './negotiationSample.ts'
import { enterPartners } from './partners.ts'
import { employPeople } from './people.ts'

test('the demo world negotiates with QuickPass in the third round, and makes that room once', async () => {
  const w = await testWorld()
  await transaction(w, async (i) => {
    await employPeople(i)
    await enterPartners(i, w.now() - 90 * dayMs, 90)
  })
  await fillNegotiations(w)
  await fillNegotiations(w)
  const rooms = await roomsAll(w, null)
  expect(rooms).toHaveLength(1)
  const [room] = rooms
  if (!room) return
  const { cards, moves, clauses } = await toRoomView(w, nobody, room)
  expect(moves).toBe(16)
  expect(cards).toEqual({ untouched: 9, open: 3, crossed: 1, agreed: 2, locked: 1 })
  expect(clauses.every(({ institution, wallet }) => institution.sentences && wallet.sentences)).toBe(true)
})
