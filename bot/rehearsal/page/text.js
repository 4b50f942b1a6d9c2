// Text and entities as elements: never markup, always nodes. Offsets are UTF-16 code units, as in JavaScript.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
};

export function element(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// The text as a list of nodes. `act` knows what a tapped link, command or deep link does, and the reader's time zone.
export function formatted(text, entities, act) {
  return between(text, 0, text.length, [...(entities || [])], act);
}

function between(text, start, end, entities, act) {
  const nodes = [];
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    const made = marked(entity, text.slice(from, to), between(text, from, to, entities, act), act);
    const apart = ["DIV", "PRE"].includes(made.tagName);
    const before = text.slice(at, from);
    nodes.push(apart ? before.replace(/\n$/, "") : before, made);
    at = apart && text[to] === "\n" && to < end ? to + 1 : to;
  }
  nodes.push(text.slice(at, end));
  return nodes.filter((node) => node !== "");
}

function marked(entity, words, children, act) {
  switch (entity.type) {
    case "url":
      return link(words.includes("://") ? words : `http://${words}`, children, act);
    case "text_link":
      return link(entity.url, children, act);
    case "email":
      return element("a", { href: `mailto:${words}` }, ...children);
    case "bot_command":
      return element("button", { type: "button", className: "word", dir: "ltr", onclick: () => act.say(words) }, ...children);
    case "blockquote":
    case "expandable_blockquote":
      return quotation(children, entity.type === "expandable_blockquote");
    case "spoiler":
      return element("span", { className: "spoiler", tabIndex: 0 }, ...children);
    case "date_time":
      return time(entity, children, act);
    default:
      return element(TAGS[entity.type] || "span", {}, ...children);
  }
}

export function link(url, children, act) {
  const start = startOf(url, act.bot);
  if (start !== null) {
    return element("button", { type: "button", className: "word", onclick: () => act.start(start) }, ...children);
  }
  if (!/^https?:\/\//i.test(url)) return element("span", { title: url }, ...children);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// The payload of a deep link to this bot (t.me/bot?start=payload), or null for any other address.
export function startOf(url, bot) {
  const found = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]{0,64})$/i.exec(url);
  return found && found[1].toLowerCase() === bot.toLowerCase() ? found[2] : null;
}

function time(entity, children, act) {
  const instant = new Date(entity.unix_time * 1000);
  const there = instant.toLocaleString("en-GB", { timeZone: act.zone, dateStyle: "medium", timeStyle: "short" });
  const shown = entity.date_time_format ? [there] : children;
  return element("time", { dateTime: instant.toISOString(), title: there }, ...shown);
}

// A folded quotation shows three lines and a button; where it has no more than that, it needs none.
function quotation(children, folds) {
  const quoted = element("div", { className: "quoted" }, element("blockquote", { dir: "auto" }, ...children));
  if (!folds) return quoted;
  const button = element("button", { type: "button", textContent: "Show all" });
  const fold = (folded) => {
    quoted.classList.toggle("folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? "Show all" : "Show less";
  };
  button.onclick = () => fold(!quoted.classList.contains("folded"));
  fold(true);
  quoted.append(button);
  requestAnimationFrame(() => {
    const quote = quoted.firstElementChild;
    if (quote.isConnected && quote.scrollHeight <= quote.clientHeight + 2) {
      quoted.classList.remove("folded");
      button.remove();
    }
  });
  return quoted;
}
