// The room: who you are, which chat is open, what is said in it. All that matters happens in the bot.

import { element } from "./text.js";
import { messageElement } from "./message.js";

const at = (id) => document.getElementById(id);
const room = { bot: {}, people: [], person: null, chat: null, replyTo: null, shown: new Map(), reading: 0, ahead: 0 };
const languages = new Intl.DisplayNames("en", { type: "language" });

// What the room is asked, and what it says

async function ask(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`api/${path}`, body === undefined ? {} : post);
    if (!response.ok) throw new Error(await response.text());
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    tell(error.message || "The room does not answer.");
    return null;
  }
}

const inChat = (what, body) => ask(`chats/${room.person.id}/${room.chat}${what}`, body);

function tell(words) {
  at("toast").textContent = words;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { at("toast").textContent = ""; }, 5000);
}

// What a person can do

async function say(text) {
  const sent = inChat("/text", { text, reply_to: room.replyTo });
  replyTo(null);
  await sent;
}

async function attach(file) {
  const caption = at("text").value;
  const content = await base64(file);
  clearComposer();
  await inChat("/file", { name: file.name, content, caption });
}

function base64(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.replace(/^[^,]*,?/, ""));
    reader.readAsDataURL(file);
  });
}

const view = {
  say,
  tell,
  start: async (payload) => { await openChat(room.person.id); await say(`/start ${payload}`.trim()); },
  press: (message, data) => inChat("/press", { message_id: message.message_id, data }),
  reply: (message) => { replyTo(message); at("text").focus(); },
  copy: (text) => navigator.clipboard.writeText(text).then(() => tell(`Copied: ${text}`), () => tell(text)),
};

function replyTo(message) {
  room.replyTo = message?.message_id ?? null;
  at("reply").hidden = !message;
  at("reply").firstElementChild.textContent = message ? `Reply to ${message.from.first_name}` : "";
}

// People and the hour

async function showPeople() {
  const known = await ask("people");
  if (!known) return;
  Object.assign(room, { bot: known.bot, people: known.people, ahead: new Date(known.now) - Date.now() });
  room.person = room.people.find((one) => one.id === room.person?.id) || room.people[0];
  room.chat ??= room.person.id;
  keepFocus(at("people"), room.people.map(personItem));
  keepFocus(at("chats"), room.person.chats.map(chatButton));
  showHour(true);
}

function personItem(person) {
  const chosen = person.id === room.person.id;
  const unread = person.chats.reduce((sum, chat) => sum + chat.unread, 0);
  const initials = person.name.split(" ").map((word) => word[0]).join("");
  const about = `${person.role} · ${languages.of(person.language.slice(0, 2))}`;
  const button = element("button", { type: "button", className: "person", dataset: { key: person.id }, onclick: () => bePerson(person) },
    element("span", { className: "face", ariaHidden: "true", textContent: initials }),
    element("span", { className: "name", textContent: person.name }),
    element("span", { className: "about", textContent: about }),
    chosen ? null : count(unread),
    chosen ? null : waitingLines(person.waiting));
  if (chosen) button.setAttribute("aria-current", "true");
  return element("li", {}, button);
}

// What she has not read yet, each message by its first line.
function waitingLines(waiting) {
  if (!waiting.length) return null;
  return element("span", { className: "waiting" }, ...waiting.map((line) => element("span", { dir: "auto", textContent: line })));
}

function chatButton(chat) {
  const open = chat.id === room.chat;
  const button = element("button", { type: "button", dataset: { key: chat.id }, onclick: () => openChat(chat.id) },
    element("span", { textContent: chat.title }), open ? null : count(chat.unread));
  button.setAttribute("aria-pressed", String(open));
  return button;
}

function count(unread) {
  if (!unread) return null;
  const number = element("span", { className: "count", textContent: unread });
  number.append(element("span", { className: "unseen", textContent: " unread" }));
  return number;
}

// New children in the place of the old, and the keyboard's focus where it was.
function keepFocus(parent, children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...children);
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

async function bePerson(person) {
  room.person = person;
  await openChat(person.id);
  at("people").querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });
}

async function openChat(chat) {
  room.chat = chat;
  replyTo(null);
  tell("");
  at("results").hidden = true;
  at("menu").open = false;
  await showPeople();
  await showChat(true);
}

function showHour(moved) {
  const now = new Date(Date.now() + room.ahead);
  const zone = { timeZone: room.person.timezone };
  const day = now.toLocaleDateString("en-GB", { ...zone, weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const hour = now.toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  const words = `${day}, ${hour} `;
  if (at("hour").firstChild?.textContent !== words || moved) {
    at("hour").replaceChildren(words, element("span", { textContent: `in ${room.person.place}` }));
  }
  if (moved && document.activeElement !== at("local")) {
    at("local").value = `${now.toLocaleDateString("sv-SE", zone)}T${hour}`;
  }
}

// The chat

async function showChat(opened) {
  const reading = ++room.reading;
  const chat = await inChat("");
  if (!chat || reading !== room.reading) return;
  const log = at("log");
  const atEnd = opened || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  log.setAttribute("aria-live", opened ? "off" : "polite");
  if (opened) {
    room.shown.clear();
    log.replaceChildren();
  }
  showMessages(log, chat.messages);
  showKeys(chat.keyboard);
  showMenu(chat.commands);
  if (atEnd) log.scrollTop = log.scrollHeight;
  if (room.person.chats.find((one) => one.id === room.chat)?.unread || !opened) {
    await inChat("/read", {});
    await showPeople();
  }
}

// What has not changed stays as it is, so that neither the focus nor an unfolded quotation is lost.
function showMessages(log, messages) {
  const look = { ...view, id: room.person.id, bot: room.bot.username, zone: room.person.timezone, inGroup: room.chat < 0 };
  const present = new Set(messages.map((message) => message.message_id));
  for (const [id, old] of room.shown) {
    if (!present.has(id)) { old.element.remove(); room.shown.delete(id); }
  }
  for (const message of messages) {
    const state = JSON.stringify(message);
    const old = room.shown.get(message.message_id);
    if (old?.state === state) continue;
    const made = messageElement(message, look);
    if (old) replaceMessage(old.element, made);
    else log.append(...dayBefore(message), made);
    room.shown.set(message.message_id, { state, element: made, date: message.date });
  }
  log.querySelector(".empty")?.remove();
  if (!messages.length) log.append(welcome());
}

// A pressed button is edited away: the focus goes to the one in its place.
function replaceMessage(old, made) {
  const pressed = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
  old.replaceWith(made);
  if (pressed >= 0) {
    const buttons = [...made.querySelectorAll("button, a")];
    (buttons[Math.min(pressed, buttons.length - 1)] || at("text")).focus({ preventScroll: true });
  }
}

function dayBefore(message) {
  const dayOf = (date) => new Date(date * 1000).toLocaleDateString("en-GB", { timeZone: room.person.timezone, dateStyle: "full" });
  const last = [...room.shown.values()].at(-1);
  const day = dayOf(message.date);
  return last && dayOf(last.date) === day ? [] : [element("p", { className: "day", textContent: day })];
}

function welcome() {
  const start = element("button", { type: "button", textContent: "Start", onclick: () => say("/start") });
  return room.chat < 0
    ? element("div", { className: "empty" }, element("h2", { textContent: "A group" }),
      element("p", { textContent: `The bot hears commands, replies, and what is meant for @${room.bot.username}. Type @${room.bot.username} lima to send a card.` }))
    : element("div", { className: "empty" }, element("h2", { textContent: `You are ${room.person.name}` }),
      element("p", { textContent: `Press Start, or ask ${room.bot.first_name} something, such as “When is Lima?”` }), start);
}

function showKeys(keyboard) {
  const rows = keyboard?.keyboard || [];
  at("keys").hidden = !rows.length || room.chat < 0;
  at("keys").replaceChildren(...rows.map((row) => element("div", { className: "row" }, ...row.map(key))));
  at("text").placeholder = keyboard?.input_field_placeholder || (room.chat < 0 ? "Write to the group" : `Write to ${room.bot.first_name}`);
}

function key(about) {
  const what = about.request_location ? "/location" : about.request_contact ? "/contact" : null;
  const onclick = () => (what ? inChat(what, {}) : say(about.text));
  return element("button", { type: "button", onclick }, element("bdi", { textContent: about.text }));
}

function showMenu(commands) {
  at("menu").hidden = !commands.length;
  at("menu").lastElementChild.replaceChildren(...commands.map((command) => {
    const words = `/${command.command}`;
    const onclick = () => { at("menu").open = false; at("text").focus(); say(words); };
    return element("li", {}, element("button", { type: "button", onclick },
      element("b", { textContent: words }), element("span", { dir: "auto", textContent: command.description })));
  }));
}

// Inline mode: the bot's name and a few words, in any chat

function inlineQuery() {
  const [name, ...words] = at("text").value.trimStart().split(/\s/);
  const short = `@${room.bot.username}`.toLowerCase();
  const called = [short, short.replace(/bot$/, "")].includes(name.toLowerCase());
  return called && at("text").value.trimStart().length > name.length ? words.join(" ") : null;
}

async function offerResults() {
  const query = inlineQuery();
  const found = query === null ? null : await inChat("/inline", { query });
  if (query !== inlineQuery()) return;  // she has typed on
  const over = found?.button ? [element("button", { type: "button", className: "over", onclick: () => leaveTo(found.button) },
    element("bdi", { textContent: found.button.text }))] : [];
  at("results").replaceChildren(...over, ...(found?.results || []).map(result));
  at("results").hidden = !at("results").children.length;
}

function result(about) {
  return element("button", { type: "button", onclick: () => pick(about.id) },
    element("b", { dir: "auto", textContent: about.title }), element("small", { dir: "auto", textContent: about.description || "" }));
}

async function pick(id) {
  clearComposer();
  await inChat("/pick", { result: id });
}

async function leaveTo(button) {
  clearComposer();
  await view.start(button.start_parameter);
}

function clearComposer() {
  at("text").value = "";
  at("results").hidden = true;
}

// What happens

at("composer").onsubmit = async (event) => {
  event.preventDefault();
  const text = at("text").value;
  if (!text.trim()) return;
  clearComposer();
  await say(text);
};
at("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
};
at("text").oninput = () => {
  clearTimeout(offerResults.timer);
  offerResults.timer = setTimeout(offerResults, 200);
};
at("attach").onclick = () => at("file").click();
at("file").onchange = async () => {
  const [file] = at("file").files;
  if (file) await attach(file);
  at("file").value = "";
};
at("place").onclick = () => inChat("/location", {});
at("reply").lastElementChild.onclick = () => replyTo(null);
at("menu").onkeydown = (event) => {
  if (event.key === "Escape") { at("menu").open = false; at("menu").firstElementChild.focus(); }
};
document.addEventListener("click", (event) => { if (!at("menu").contains(event.target)) at("menu").open = false; });
at("clock").onclick = (event) => {
  const forward = Number(event.target.dataset.forward);
  if (forward) ask("clock", { forward });
  if (event.target.dataset.next) ask("clock", { next: true });
};
at("clock").onsubmit = (event) => {
  event.preventDefault();
  at("local").blur();
  ask("clock", { local: at("local").value, timezone: room.person.timezone });
};
setInterval(() => room.person && showHour(false), 1000);

const events = new EventSource("api/events");
events.onopen = () => (room.person ? showChat(false) : openChat(null));
events.onmessage = async ({ data }) => {
  const event = JSON.parse(data);
  if (event.kind === "clock") { await showPeople(); return; }
  if (event.user && event.user !== room.person.id) return;
  if (event.kind === "toast") tell(event.text);
  else if (event.kind === "alert") { at("alert").firstElementChild.textContent = event.text; at("alert").showModal(); }
  else if (event.chat === room.chat) await showChat(false);
  else await showPeople();
};
