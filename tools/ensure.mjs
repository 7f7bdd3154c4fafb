// Runs before every script, under whatever Node the machine has: installs what package-lock.json asks for when it is not
// there, links the house's own Node, and (with --console) builds the browser pages when their sources changed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { houseNode, lockDigest, lockStamp, modules, nodeInside, root, sameText, stop } from './house.mjs'

const oldest = 20
const needed = 26

if (Number(process.versions.node.split('.')[0]) < oldest) {
  stop(`Node ${oldest} or newer is needed to install Covenant; this is ${process.versions.node}.`)
}
if (!sameText(lockStamp, lockDigest())) install()
if (nodeInside && !existsSync(join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'))) linkNode()
if (process.argv.includes('--console')) build()

function install() {
  console.error('covenant: installing packages (once, and again when package-lock.json changes)')
  const { npm_node_execpath: node, npm_execpath: npm } = process.env
  // Warnings about the machine's own Node are noise here: the house runs on the Node it brings.
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  // The house's own Node lies inside node_modules, which npm is about to empty: npm must not run on it.
  const env = { ...process.env, PATH: machinePath() }
  const outside = node && !node.startsWith(modules) ? node : 'node'
  // npm's own words go to standard error: what a script prints stays clean for the program that reads it.
  const stdio = ['ignore', 2, 2]
  const done = npm?.endsWith('.js')
    ? spawnSync(outside, [npm, ...options], { cwd: root, env, stdio })
    : spawnSync('npm', options, { cwd: root, env, stdio, shell: process.platform === 'win32' })
  if (done.status !== 0) {
    stop('the packages could not be installed; npm says why above. Check the network, then run the same command again.')
  }
  // With --ignore-scripts npm leaves out the postinstall script.
  if (!sameText(lockStamp, lockDigest())) linkNode()
  checkNode()
}

function linkNode() {
  const done = spawnSync(process.execPath, [join(root, 'tools', 'link-node.mjs')], { stdio: ['ignore', 2, 2] })
  if (done.status !== 0)
    stop('node_modules/.bin/node could not be linked; delete node_modules and run the same command again.')
}

// An optional package may be absent (a platform nobody publishes) or not start (musl instead of glibc): say so now, not later.
function checkNode() {
  const version = spawnSync(houseNode(), ['--version'], { encoding: 'utf8' }).stdout ?? ''
  if (Number(/^v(\d+)/.exec(version)?.[1] ?? 0) >= needed) return
  stop(
    `Node ${needed} did not install for ${process.platform} ${process.arch} (glibc is needed on Linux). Install Node ${needed} and run the same command again.`,
  )
}

function build() {
  const done = spawnSync(houseNode(), [join(root, 'tools', 'build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) stop('the pages in web/ could not be built; vite says why above.')
}

function machinePath() {
  const path = process.env['PATH'] ?? process.env['Path'] ?? ''
  return path
    .split(delimiter)
    .filter((entry) => !entry.startsWith(modules))
    .join(delimiter)
}
