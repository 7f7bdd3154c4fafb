import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOf, isDigest, sha256 } from './digest.ts'
import { leafHash, merkleProof, merkleRoot, rootFromProof } from './merkle.ts'

// Leaves and roots of the tests of Certificate Transparency, the log that RFC 6962 describes.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hashes = leaves.map((hex) => leafHash(Buffer.from(hex, 'hex')))

test('roots of one to eight leaves are those of RFC 6962', () => {
  expect(merkleRoot([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  roots.forEach((root, at) => {
    expect(merkleRoot(hashes.slice(0, at + 1)).toString('hex')).toBe(root)
  })
})

const tree = fc
  .uniqueArray(fc.string(), { minLength: 1, maxLength: 40 })
  .map((list) => list.map((text) => leafHash(text)))

test('every leaf is proved under the root by a proof of logarithmic length', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (list, seed) => {
      const at = seed % list.length
      const proof = merkleProof(list, at)
      expect(rootFromProof(list[at] as Buffer, at, list.length, proof)).toEqual(merkleRoot(list))
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(list.length)))
    }),
  )
})

test('no other leaf, place, size or proof leads to the root', () => {
  fc.assert(
    fc.property(tree, fc.nat(), fc.nat(), (list, seed, bit) => {
      const [at, root] = [seed % list.length, merkleRoot(list)]
      const [leaf, proof] = [list[at] as Buffer, merkleProof(list, at)]
      const flipped = Buffer.from(leaf)
      flipped[bit % 32] = (flipped[bit % 32] ?? 0) ^ (1 << (bit % 8))
      expect(rootFromProof(flipped, at, list.length, proof)).not.toEqual(root)
      for (let other = 0; other < list.length; other++) {
        if (other !== at) expect(rootFromProof(leaf, other, list.length, proof)).not.toEqual(root)
      }
      expect(rootFromProof(leaf, at, list.length, [...proof, leaf])).not.toEqual(root)
      if (proof.length > 0) expect(rootFromProof(leaf, at, list.length, proof.slice(1))).not.toEqual(root)
      expect(rootFromProof(leaf, list.length, list.length, proof)).toBeNull()
      expect(rootFromProof(leaf, -1, list.length, proof)).toBeNull()
    }),
  )
})

test('a leaf is never taken for a node', () => {
  const [left, right] = [leafHash('a'), leafHash('b')]
  expect(leafHash(Buffer.concat([left, right]))).not.toEqual(merkleRoot([left, right]))
})

test('a digest is 64 lower-case hexadecimal characters', () => {
  expect(digestOf('a', 'b')).toBe(sha256('ab').toString('hex'))
  expect(isDigest(digestOf(''))).toBe(true)
  for (const text of ['', 'ab', digestOf('').toUpperCase(), `${digestOf('')}0`, `${digestOf('')}\n`])
    expect(isDigest(text)).toBe(false)
})
