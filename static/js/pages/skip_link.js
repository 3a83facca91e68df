/** The link past the header: the focus goes there, and the address stays the state's. */
export function skipTo(main, link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
}
