// One message of Telegram's as an element: what it says, what it carries, what can be pressed.

import { element, formatted, startOf } from "./text.js";

const SIGNS = {
  sticker: (sticker) => `${sticker.emoji || ""} sticker`,
  voice: (voice) => `🎤 voice message, ${voice.duration} s`,
  forum_topic_created: (topic) => `Topic: ${topic.name}`,
};

// `view` says who looks (id, bot, zone, inGroup) and what she can do (say, start, press, copy, reply).
export function messageElement(message, view) {
  const mine = message.from.id === view.id;
  const sender = element("p", {
    className: view.inGroup && !mine ? "sender" : "unseen",
    textContent: mine ? "You:" : message.from.first_name,
    dir: "auto",
  });
  const bubble = element("div", { className: "bubble" }, sender, ...via(message), ...answered(message), ...content(message, view), meta(message, view));
  const whole = element("article", { className: mine ? "message mine" : "message" }, bubble);
  const rows = message.reply_markup?.inline_keyboard || [];
  if (rows.length) {
    whole.append(element("div", { className: "buttons" }, ...rows.map((row) => buttonRow(row, message, view))));
  }
  return whole;
}

function answered(message) {
  const before = message.reply_to_message;
  if (!before || before.forum_topic_created) return [];
  const words = before.text || before.caption || "…";
  const who = element("bdi", { textContent: before.from.first_name });
  return [element("p", { className: "answered" }, who, ": ", element("bdi", { textContent: words }))];
}

function via(message) {
  return message.via_bot ? [element("p", { className: "via", textContent: `via @${message.via_bot.username}` })] : [];
}

function content(message, view) {
  const parts = [];
  if (message.document) parts.push(file(message.document));
  if (message.photo) parts.push(picture(message.photo.at(-1)));
  if (message.venue) parts.push(pin(message.venue.location, message.venue));
  else if (message.location) parts.push(pin(message.location, {}));
  if (message.contact) parts.push(contact(message.contact));
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities || message.caption_entities;
    parts.push(element("div", { className: "text", dir: "auto" }, ...formatted(text, entities, view)));
  }
  for (const [name, sign] of Object.entries(SIGNS)) {
    if (message[name]) parts.push(card(sign(message[name])));
  }
  return parts.length ? parts : [card("A message of a kind that this room does not show.")];
}

function file(about) {
  const size = about.file_size < 10240 ? `${about.file_size} bytes` : `${Math.round(about.file_size / 1024)} KB`;
  const name = element("span", {}, element("b", { dir: "auto", textContent: about.file_name }), element("small", { textContent: size }));
  return element("a", { className: "file", href: `api/files/${about.file_id}`, download: about.file_name }, name);
}

function picture(about) {
  return element("img", { className: "picture", src: `api/files/${about.file_id}`, alt: "Picture" });
}

function pin(place, { title, address }) {
  const where = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return card(`📍 ${title || "Location"}`, ...(address ? [address] : []), where);
}

function contact(about) {
  return card(`👤 ${[about.first_name, about.last_name].filter(Boolean).join(" ")}`, about.phone_number);
}

function card(title, ...lines) {
  const small = lines.map((line) => element("small", { dir: "auto", textContent: line }));
  return element("p", { className: "card" }, element("b", { dir: "auto", textContent: title }), ...small);
}

function meta(message, view) {
  const time = new Date(message.date * 1000);
  const hour = time.toLocaleTimeString("en-GB", { timeZone: view.zone, hour: "2-digit", minute: "2-digit" });
  const reply = element("button", { type: "button", textContent: "Reply", onclick: () => view.reply(message) });
  return element("p", { className: "meta" },
    view.inGroup ? reply : null,
    message.edit_date ? element("span", { textContent: "edited" }) : null,
    element("time", { dateTime: time.toISOString(), textContent: hour }));
}

function buttonRow(row, message, view) {
  return element("div", { className: "row" }, ...row.map((button) => inlineButton(button, message, view)));
}

function inlineButton(button, message, view) {
  const label = element("bdi", { textContent: button.text });
  const mark = (sign) => element("span", { className: "mark", ariaHidden: "true", textContent: sign });
  const pressed = (onclick, ...more) => element("button", { type: "button", onclick }, label, ...more);
  if (button.callback_data !== undefined) return pressed(() => view.press(message, button.callback_data));
  if (button.copy_text) return pressed(() => view.copy(button.copy_text.text), mark("⧉"));
  const start = button.url ? startOf(button.url, view.bot) : null;
  if (start !== null) return pressed(() => view.start(start));
  if (button.url && /^https?:/i.test(button.url)) {
    return element("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, label, mark("↗"));
  }
  const idle = pressed(() => view.tell("This button does nothing in the room."));
  idle.setAttribute("aria-disabled", "true");
  return idle;
}
