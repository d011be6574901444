// Comes with every page of a starter, so it is small: all that acts is loaded when it has to.

for (const box of document.querySelectorAll<HTMLElement>('.take')) {
  const tell = (event?: Event) => void import('./ways.tsx').then(({ answer }) => answer(box, event))
  // Settings come along in the address. Without any, the link to the zip needs no help.
  const { search } = location
  box.onclick = (event) => {
    if (search && (event.target as Element).matches('[data-way=zip]')) event.preventDefault()
    tell(event)
  }
  // A window that opens long after the press is blocked by browsers, so what it takes is fetched on the way there.
  for (const approach of ['pointerover', 'focusin']) box.addEventListener(approach, tell, { once: true })
  if (search) tell()
}
