// Draws the floors into ARCHITECTURE.md, so that the picture cannot differ from the list that the house is held to.
import { readFileSync, writeFileSync } from 'node:fs'
import { floors } from '../src/floors.ts'
import { redrawn } from '../test/tidy/picture.ts'

const path = new URL('../ARCHITECTURE.md', import.meta.url)
const drawn = redrawn(readFileSync(path, 'utf8'), floors)
if (drawn === null) throw new Error('ARCHITECTURE.md has no place for the drawing')
writeFileSync(path, drawn)
