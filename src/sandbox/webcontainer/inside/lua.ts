import lua from 'sandbox:lua-wasm'

// The Redis of the page takes its Lua from where the page puts it.
Object.assign(globalThis, { sandboxWasm: { lua } })
