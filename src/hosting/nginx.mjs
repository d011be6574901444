import { immutable, immutableFolders, revalidate } from './caching.mjs'
import { responseHeaders } from './headers.mjs'

const types = {
  'text/html': 'html',
  'text/css': 'css',
  'text/javascript': 'js mjs',
  'text/plain': 'txt',
  'application/json': 'json',
  'application/wasm': 'wasm',
  'application/xml': 'xml',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/x-icon': 'ico',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
}

/**
 * A whole `nginx.conf` that needs no rights of root: port 8080, files below `/srv/site`. All headers stand at the
 * server, and no location has any of its own: one that had would lose these.
 */
export function nginxConfig() {
  return `worker_processes auto;
pid /tmp/nginx.pid;
error_log stderr warn;

events {}

http {
${temporary.map((name) => `  ${name}_temp_path /tmp/nginx-${name};`).join('\n')}
  types {
${Object.entries(types)
  .map(([type, endings]) => `    ${type} ${endings};`)
  .join('\n')}
  }
  default_type application/octet-stream;
  charset utf-8;
  charset_types text/css text/javascript text/plain;
  access_log /dev/stdout;
  server_tokens off;
  sendfile on;
  gzip_static on;
  gzip_vary on;

  map $uri $cache_control {
    default "${revalidate}";
${immutableFolders.map((folder) => `    ~^${folder} "${immutable}";`).join('\n')}
  }

  server {
    listen 8080;
    root /srv/site;
    index index.html;
    absolute_redirect off;
    error_page 403 404 =404 /404.html;

${Object.entries(responseHeaders)
  .map(([name, value]) => `    add_header ${name} "${value}" always;`)
  .join('\n')}
    add_header Cache-Control $cache_control always;

    location / {
      try_files $uri $uri/ =404;
    }
  }
}
`
}

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
