// A real Bluesky personal data server with its directory, in memory, on loopback; no app view.
// Prints one line of JSON when it listens and ends when its standard input does, so that it never outlives a test.
import { TestNetworkNoAppView } from '@atproto/dev-env'

const network = await TestNetworkNoAppView.create({})
process.stdout.write(JSON.stringify({ url: network.pds.url, did: network.pds.ctx.cfg.service.did }) + '\n')
process.stdin.resume()
process.stdin.on('end', async () => {
  setTimeout(() => process.exit(0), 3000).unref()
  await network.close()
  process.exit(0)
})
