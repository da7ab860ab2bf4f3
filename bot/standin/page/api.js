// Requests to the stand-in. Every call rejects with an Error whose message can be shown.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || body.description || `Error ${response.status}`);
  return body;
}

export function act(user, action, fields = {}) {
  return fetch(`/phone/${user}/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  }).then(answer);
}

export function changes(user, after, wait, signal) {
  return fetch(`/phone/${user}/messages?after=${after}&wait=${wait}`, { signal }).then(answer);
}

export function profile(user) {
  return fetch(`/phone/${user}/profile`).then(answer);
}

export function fileOf(user, id) {
  return `/phone/${user}/file/${id}`;
}
