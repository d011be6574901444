import { useState } from 'preact/hooks'

interface Props {
  /** Addresses of the servers in the container, by port. */
  readonly servers: ReadonlyMap<number, string>
  /** Why there is nothing to see, in words. */
  readonly hint: string
}

/** What a browser may ask for without a token. */
const paths = ['/healthz', '/.well-known/jwks.json', '/metrics', '/catalog']

/** The container's servers as a browser sees them, each under an address of its own. */
export default function PreviewPanel({ servers, hint }: Props) {
  const [chosenPort, setChosenPort] = useState<number>()
  const [path, setPath] = useState(paths[0] ?? '/')
  const ports = [...servers.keys()].sort((a, b) => a - b)
  const port = ports.find((open) => open === chosenPort) ?? ports[0]
  const url = port === undefined ? undefined : servers.get(port)
  if (!url) return <p class="sandbox-hint">{hint}</p>
  return (
    <div class="sandbox-preview">
      <label>
        Server
        <select value={port} onChange={({ currentTarget }) => setChosenPort(Number(currentTarget.value))}>
          {ports.map((open) => (
            <option key={open} value={open}>
              {serverName(open)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Path
        <select value={path} onChange={({ currentTarget }) => setPath(currentTarget.value)}>
          {paths.map((known) => (
            <option key={known}>{known}</option>
          ))}
        </select>
      </label>
      {!isOurs(port) && <p>{forbidsFrames}</p>}
      <iframe
        key={url + path}
        src={url + path}
        title={`Preview of ${path}`}
        // Its own origin, which a preview's service worker needs, but no way to this tab and no windows.
        sandbox="allow-scripts allow-same-origin allow-forms"
      />
    </div>
  )
}

const forbidsFrames =
  'A server that forbids frames stays blank here. The starter’s own, from npm start, does so for good reason.'

const isOurs = (port = 0) => port >= 4000 && port < 5000

/** Run serves the issuer and the API service on two neighbouring ports from 4000 on; the rest is the terminal's. */
function serverName(port: number): string {
  if (!isOurs(port)) return `port ${port}`
  return `${port % 10 === 0 ? 'Issuer' : 'API service'}, port ${port}`
}
