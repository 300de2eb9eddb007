// Starts a real network of Bluesky on loopback, and saves the exports of an account as its server
// gives them: before and after an edit and a deletion, with DID document and media.
// node bluesky_network.mjs MODULES OUT
import { mkdirSync, writeFileSync } from 'node:fs'

import { town } from './bluesky_town.mjs'

const [modules, out] = process.argv.slice(2)
const { network, us, them, change } = await town(modules, 60)
const save = async (name) => {
  const { data } = await us.com.atproto.sync.getRepo({ did: us.accountDid })
  writeFileSync(`${out}/${name}`, data)
}

mkdirSync(`${out}/blobs`, { recursive: true })
await save('before.car')
await change()
await save('after.car')
const document = await fetch(`${network.plc.url}/${us.accountDid}`)
writeFileSync(`${out}/did.json`, await document.text())
const { data } = await us.com.atproto.sync.listBlobs({ did: us.accountDid })
for (const cid of data.cids) {
  const blob = await us.com.atproto.sync.getBlob({ did: us.accountDid, cid })
  writeFileSync(`${out}/blobs/${cid}`, blob.data)
}
writeFileSync(`${out}/them.txt`, them.accountDid)
process.exit(0)
