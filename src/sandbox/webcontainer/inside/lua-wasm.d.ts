/** The Lua engine's WebAssembly; the build puts it there. */
declare module 'sandbox:lua-wasm' {
  const bytes: Uint8Array
  export default bytes
}
