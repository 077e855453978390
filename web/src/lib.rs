//! The engine in a browser: bytes in by `put`, bytes out by `take`, a request between them. Everything else is in the
//! library; nothing here is unsafe but the names under which a page finds the functions.

use std::cell::RefCell;

use hansei::pages::consult::{Host, open};

#[derive(Default)]
struct Engine {
    request: Vec<u8>,
    answer: Vec<u8>,
    taken: usize,
    host: Option<Host<'static>>,
}

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
}

/// A byte of the next request.
#[unsafe(no_mangle)]
pub extern "C" fn put(byte: u32) {
    ENGINE.with_borrow_mut(|engine| engine.request.push(byte as u8));
}

/// The next byte of the answer; -1 behind the last one.
#[unsafe(no_mangle)]
pub extern "C" fn take() -> i32 {
    ENGINE.with_borrow_mut(|engine| match engine.answer.get(engine.taken) {
        Some(byte) => {
            engine.taken += 1;
            i32::from(*byte)
        }
        None => -1,
    })
}

/// The first request is the rulebook; its answer is empty, or says what is wrong. Every other one goes to the host.
#[unsafe(no_mangle)]
pub extern "C" fn call() {
    ENGINE.with_borrow_mut(|engine| {
        let request = String::from_utf8(std::mem::take(&mut engine.request)).unwrap_or_default();
        engine.taken = 0;
        engine.answer = match &engine.host {
            Some(host) => host.handle(&request).into_bytes(),
            None => begin(engine, &request).into_bytes(),
        };
    });
}

fn begin(engine: &mut Engine, request: &str) -> String {
    let pages = serde_json::from_str(request).map_err(|error| error.to_string());
    match pages.and_then(|pages| open(&pages)) {
        // One program lives as long as the page.
        Ok(program) => {
            engine.host = Some(Host::new(Box::leak(Box::new(program))));
            String::new()
        }
        Err(wrong) => wrong,
    }
}
