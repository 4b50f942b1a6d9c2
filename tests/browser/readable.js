// How wide the page is, which targets are too small, and which words are too faint (WCAG 2.2: 1.4.3, 2.5.8).
() => {
  const channels = (color) => {
    const [, red, green, blue, alpha = 1] = color.match(/rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)/).map(Number);
    return { rgb: [red, green, blue], alpha: Number.isNaN(alpha) ? 1 : alpha };
  };
  const over = (top, below) => top.rgb.map((value, i) => value * top.alpha + below[i] * (1 - top.alpha));
  const behind = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) layers.push(channels(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (element) => {
    const below = behind(element);
    const words = over(channels(getComputedStyle(element).color), below);
    const [low, high] = [light(words), light(below)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 1;
  const wordy = [...document.body.querySelectorAll("*")].filter(
    (element) => shown(element) && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
  );
  const targets = [...document.querySelectorAll("button, input, textarea, summary, a.file, .row a")].filter(
    (element) => shown(element) && !element.matches(".word, .meta button"),
  );
  const name = (element) => `${element.tagName}.${element.className} “${element.textContent.trim().slice(0, 20)}”`;
  return {
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
    small: targets.filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < 24).map(name),
    faint: wordy.filter((one) => contrast(one) < 4.5).map((one) => `${name(one)} ${contrast(one).toFixed(2)}`),
  };
}
