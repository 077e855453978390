"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const FRESH = { name: "my_organization.toml", text: "" };
  let state = { ...FRESH };
  let trail = [];
  let further = false;
  let engine = null;
  let notices = [];

  /* An element with properties and children; texts are only ever texts. */
  const make = (tag, properties, ...children) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
      else if (name in one && typeof value !== "string") one[name] = value;
      else one.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined && child !== false) one.append(child);
    }
    return one;
  };
  const button = (text, does, first) => make("button", { type: "button", class: first ? "first" : null, onclick: does }, text);
  /* Parts that the engine wrote, every text in them escaped by it. */
  const written = (html) => {
    const part = make("div");
    part.innerHTML = html;
    return part;
  };

  const start = async () => {
    const packed = Uint8Array.from(atob(at("engine").textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const bytes = await new Response(stream).arrayBuffer();
    const talk = await engine_of(bytes);
    const wrong = talk(JSON.stringify(data.pages));
    if (wrong) throw new Error(wrong);
    engine = (request) => {
      const answer = JSON.parse(talk(JSON.stringify(request)));
      if ("wrong" in answer) throw new Error(answer.wrong);
      return answer.ok;
    };
  };

  const show = (id, ...parts) => {
    for (const step of ["step1", "step2", "step3"]) at(step).hidden = step !== id;
    if (parts.length) at(id).replaceChildren(...parts.flat());
    const head = at(id).querySelector("h2");
    if (head) head.focus();
    window.scrollTo(0, 0);
  };

  const told = () => {
    const found = notices.map((text) => make("p", { class: "notice" }, text));
    notices = [];
    return make("div", { role: "status" }, found);
  };

  /* The questions. */
  const ask = (fact) => {
    const look = engine({ do: "look", state, further, at: fact || null });
    if (look.next.enough) return enough(look);
    const one = look.next.ask;
    const now = one.now;
    const form = make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); take(one, form); } });
    const body = make("fieldset", {}, make("legend", {}, one.ask));
    if (one.help) body.append(make("p", { class: "quiet" }, one.help));
    one.choices.forEach((words, index) => {
      const many = one.kind === "several";
      const checked = many ? (now.taken || []).includes(index) : now.chosen === index;
      body.append(make("label", { class: "choice" },
        make("input", { type: many ? "checkbox" : "radio", name: "choice", value: String(index), checked: checked }),
        make("span", {}, words)));
    });
    if (!one.choices.length) {
      const label = one.kind === "number" ? "Your answer: " + one.takes : "Your answer";
      const field = make("input", { type: "text", name: "typed", inputmode: one.kind === "number" ? "decimal" : null, autocomplete: "off" });
      field.value = now.typed === undefined ? "" : String(now.typed);
      body.append(make("label", { class: "field" }, label, make("br"), field));
    }
    const sure = make("select", { name: "sure" }, data.sure.map(([words, value]) => make("option", { value: String(value), selected: now.certainty === value }, words)));
    const named = data.sure.some(([, value]) => value === now.certainty);
    if (now.certainty && !named) sure.append(make("option", { value: String(now.certainty), selected: true }, String(now.certainty)));
    const note = make("textarea", { name: "note", rows: "2" });
    note.value = now.note || "";
    const more = make("details", { open: Boolean(now.note) || (now.certainty !== undefined && now.certainty !== 1) }, make("summary", {}, "How sure are you, and how do you know?"),
      make("label", { class: "field" }, "How sure", make("br"), sure),
      make("label", { class: "field" }, "How you know", make("br"), note));
    const missing = (why) => answer(one, { unknown: why, note: note.value });
    form.append(body, more, make("p", { class: "wrong", role: "alert", id: "wrong" }),
      make("div", {}, make("button", { type: "submit", class: "first" }, "Next"),
        button("Don't know", () => missing("nobody knows")),
        button("Does not apply", () => missing("does not apply")),
        button("Skip for now", () => missing("skipped"))));
    if (now.unknown) form.append(make("p", { class: "quiet" }, "Your answer now: " + now.unknown + "."));
    const leans = make("details", {}, make("summary", {}, "What each answer makes likely"),
      make("table", {}, make("tbody", {}, one.leans.map(([value, words]) => make("tr", {}, make("th", { scope: "row" }, value), make("td", {}, words))))));
    show("step2",
      make("h2", { id: "h2", tabindex: "-1" }, "Step 2 of 2: " + one.topic),
      told(), form,
      make("p", { class: "quiet" }, [one.why, look.told > 0 ? " So far likely: " + one.likely + "." : ""].filter(Boolean).join("")),
      one.leans.length ? leans : null,
      tools(look, one.fact));
  };

  const take = (one, form) => {
    const chosen = [...form.querySelectorAll("input[name=choice]:checked")].map((field) => Number(field.value));
    const said = { certainty: Number(form.elements.sure.value), note: form.elements.note.value };
    if (one.kind === "several") said.taken = chosen;
    else if (one.kind === "one") {
      if (!chosen.length) return wrong("Choose an answer, or press “Don't know”.");
      said.chosen = chosen[0];
    } else {
      said.typed = form.elements.typed.value;
      if (!said.typed.trim()) return wrong("Type an answer, or press “Don't know”.");
    }
    answer(one, said);
  };
  const wrong = (text) => { at("wrong").textContent = text; };

  const answer = (one, said) => {
    let done;
    try {
      done = engine({ do: "answer", state, fact: one.fact, answer: said });
    } catch (error) {
      return wrong(error.message);
    }
    state = done.state;
    if (!trail.includes(one.fact)) trail.push(one.fact);
    const gone = done.moot;
    if (gone.length) notices.push((gone.length === 1 ? "It does not apply and is not asked: " : "They do not apply and are not asked: ") + gone.join(", ") + ".");
    if (done.contradictions.length) return clash(done.contradictions[0]);
    ask();
  };

  /* Answers that do not go together are asked back. */
  const clash = (one) => show("step2",
    make("h2", { id: "h2", tabindex: "-1" }, "These answers do not go together"),
    told(), make("p", {}, one.title),
    one.facts.map(([fact, title]) => make("p", {}, button("Change: " + title, () => ask(fact)))),
    button("Keep them", () => ask(), true));

  const enough = (look) => {
    const one = look.next.enough;
    const parts = [make("p", {}, one.settled ? "No open answer can change it; this is proved." : "It is the same in " + one.ways + " of 100 ways to answer the rest.")];
    if (!one.settled && one.could_turn.length) parts.push(make("p", {}, "Open answers that could still turn it: " + one.could_turn.slice(0, 5).join(", ") + "."));
    if (one.essential.length) parts.push(make("p", {}, "Nobody should be sure without: " + one.essential.slice(0, 5).join(", ") + "."));
    if (one.unanswered.length) parts.push(make("p", {}, "Asked and not answered: " + one.unanswered.slice(0, 5).join(", ") + "."));
    show("step2",
      make("h2", { id: "h2", tabindex: "-1" }, "That is enough: " + one.advice),
      told(), parts, button("Show the result", result, true),
      one.more ? button("Go on for more sureness", () => { further = true; ask(); }) : null,
      tools(look, null));
  };

  /* What is always there: back, all answers, the result, the file. */
  const tools = (look, fact, shown) => {
    const place = fact === null ? trail.length : trail.indexOf(fact) < 0 ? trail.length : trail.indexOf(fact);
    const before = trail[place - 1];
    const list = make("details", {}, make("summary", {}, "Your answers (" + look.answers.length + ")"),
      make("ul", {}, look.answers.map((one) => make("li", {},
        make("button", { type: "button", onclick: () => ask(one.fact), "aria-label": "Change: " + one.title }, "Change"),
        one.title + ": " + one.answer + (one.moot ? " (does not apply now)" : "")))));
    return make("div", { class: "tools" },
      look.unread.length ? make("div", { class: "notice" }, make("p", {}, "These lines of the file cannot be read. They stay in it as they are, and the rest counts:"), make("ul", {}, look.unread.map((text) => make("li", {}, text)))) : null,
      look.contradictions.map((one) => make("p", { class: "notice" }, "These answers do not go together: " + one.title)),
      shown ? null : before ? button("Back", () => ask(before)) : button("Back to the tables", () => { front(); show("step1"); }),
      look.told && fact !== null && !shown ? button("Result so far", result) : null,
      shown ? null : button("Save the answers", save),
      look.answers.length ? list : null);
  };

  const result = () => {
    const found = engine({ do: "result", state });
    const look = engine({ do: "look", state, further });
    show("step3",
      make("h2", { id: "h3", tabindex: "-1" }, "The advice for " + found.name),
      told(), written(found.page),
      make("h3", {}, "What it would take to change it"), written(found.ways),
      found.tables ? [make("h3", {}, "Where you stand in the tables"), written(found.tables)] : null,
      make("details", { id: "reasons" }, make("summary", {}, "All reasons with their sources"), written(found.reasons)),
      make("div", { class: "tools" },
        button("Print", () => window.print(), true),
        button("Save the answers", save),
        button("Back to the questions", () => ask())),
      tools(look, null, true));
  };
  window.addEventListener("beforeprint", () => { const part = at("reasons"); if (part) part.open = true; });

  /* The file. */
  const save = () => {
    const link = make("a", { href: URL.createObjectURL(new Blob([state.text], { type: "application/toml" })), download: state.name.replace(/\.[a-z]+$/, ".toml") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const load = async (file) => {
    const next = { name: file.name, text: await file.text() };
    let look;
    try {
      look = engine({ do: "look", state: next });
    } catch (error) {
      at("state").textContent = "This file cannot be read, and nothing was changed: " + error.message;
      return;
    }
    if (!look.told && look.unread.length) {
      at("state").textContent = "No answer in this file is for these questions, and nothing was changed: " + look.unread.slice(0, 3).join("; ");
      return;
    }
    state = next;
    trail = [];
    further = false;
    ask();
  };

  const front = () => {
    const file = make("input", { type: "file", id: "file", accept: ".toml,.yaml,.yml,.json", onchange: () => { if (file.files[0]) load(file.files[0]); file.value = ""; } });
    const goes = state.text.trim() !== "";
    at("start").replaceChildren(
      button(goes ? "Go on with the questions" : "Begin", () => ask(), true),
      goes ? button("Begin anew", () => { state = { ...FRESH }; trail = []; further = false; ask(); }) : "",
      make("label", { class: "field" }, "Or load answers that you saved:", make("br"), file));
    at("start").hidden = false;
  };

  window.addEventListener("beforeunload", (event) => { if (trail.length) event.preventDefault(); });
  at("state").textContent = "The questions are being prepared.";
  start().then(() => {
    at("paper").hidden = true;
    at("state").textContent = "";
    front();
    window.hansei = { load: (name, text) => { state = { name, text }; }, trace: () => engine({ do: "trace", state }), state: () => state };
    document.documentElement.dataset.ready = "";
  }, (error) => {
    at("state").textContent = "This browser cannot run the questions (" + error.message + "). They stand below, to print and to fill in by hand.";
    document.body.className = "papery";
  });
})();
