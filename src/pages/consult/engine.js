"use strict";
/* The engine as a function from a text to a text: bytes go in one by one, and so they come out. */
const engine_of = async (bytes) => {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { put, take, call } = instance.exports;
  return (text) => {
    for (const byte of new TextEncoder().encode(text)) put(byte);
    call();
    const found = [];
    for (let byte = take(); byte >= 0; byte = take()) found.push(byte);
    return new TextDecoder().decode(new Uint8Array(found));
  };
};
