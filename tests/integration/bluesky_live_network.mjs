// Starts a real network of Bluesky on loopback and one front for all of it, as a double has: the
// directory, the server of the accounts, and the AppView, or a stand-in where there is no database
// for that. Says where it listens; reads `change` (an edit and a deletion) and `end`.
// node bluesky_live_network.mjs MODULES
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

import { POST, town } from './bluesky_town.mjs'

const { network, us, them, change } = await town(process.argv[2], 130)
const handles = { [us.accountDid]: 'gemeente.test', [them.accountDid]: 'trijntje-vlier.test' }
const ask = (path) => fetch(`${network.pds.url}${path}`)

// --- the stand-in for the AppView ---------------------------------------------------------------

const all = async (did) => {
  const found = []
  let cursor = ''
  do {
    const on = cursor && `&cursor=${cursor}`
    const answer = await ask(`/xrpc/com.atproto.repo.listRecords?repo=${did}&collection=${POST}&limit=100${on}`)
    const page = await answer.json()
    found.push(...page.records)
    cursor = page.records.length ? page.cursor : ''
  } while (cursor)
  return found
}
const shown = async () => {
  const both = [await all(us.accountDid), await all(them.accountDid)].flat()
  return both.map(({ uri, cid, value }) => {
    const did = uri.split('/')[2]
    return {
      uri,
      cid,
      author: { did, handle: handles[did], displayName: handles[did], labels: [] },
      record: value,
      replyCount: both.filter((one) => one.value.reply?.parent.uri === uri).length,
      repostCount: 0,
      likeCount: 0,
      quoteCount: 0,
      indexedAt: new Date().toISOString(),
      labels: [],
    }
  })
}
const node = (posts, post) => ({
  $type: 'app.bsky.feed.defs#threadViewPost',
  post,
  replies: posts.filter((one) => one.record.reply?.parent.uri === post.uri).map((one) => node(posts, one)),
})
const appview = {
  getProfile: async () => ({
    did: us.accountDid,
    handle: handles[us.accountDid],
    postsCount: (await all(us.accountDid)).length,
  }),
  getPosts: async (query) => {
    const wanted = query.getAll('uris')
    return { posts: (await shown()).filter((one) => wanted.includes(one.uri)) }
  },
  getPostThread: async (query) => {
    const posts = await shown()
    const post = posts.find((one) => one.uri === query.get('uri'))
    return post && { thread: node(posts, post) }
  },
}

// --- the front ----------------------------------------------------------------------------------

const answer = async (address) => {
  const { pathname, search, searchParams } = new URL(address, 'http://front')
  if (pathname.startsWith('/did:')) return fetch(`${network.plc.url}${pathname}`)
  if (network.bsky && pathname.startsWith('/xrpc/app.bsky.')) {
    return fetch(`${network.bsky.url}${pathname}${search}`)
  }
  const name = pathname.match(/^\/xrpc\/app\.bsky\.\w+\.(\w+)$/)?.[1]
  if (!name) return ask(`${pathname}${search}`)
  const told = await appview[name]?.(searchParams)
  return told ? Response.json(told) : Response.json({ error: 'NotFound' }, { status: 400 })
}
const front = createServer(async (asked, reply) => {
  const found = await answer(asked.url)
  const type = found.headers.get('content-type') ?? 'application/json'
  reply.writeHead(found.status, { 'content-type': type })
  reply.end(Buffer.from(await found.arrayBuffer()))
})
front.listen(0, '127.0.0.1', () => console.log(`front ${front.address().port} ${them.accountDid}`))

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break
  await change()
  console.log('changed')
}
process.exit(0)
