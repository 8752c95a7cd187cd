import type { Answer } from './answer.ts';

const style =
  'body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;} ' +
  'h1 {font-size:22px;} h2 {font-size:16px;} h3 {font-size:14px;} p {font-size:12px;} a {color:black;} ' +
  '.line {height:1px;background-color:#525D76;border:none;}';

const descriptions = {
  400:
    'The server cannot or will not process the request due to something that is perceived to be a client error ' +
    '(e.g., malformed request syntax, invalid request message framing, or deceptive request routing).',
  404:
    'The origin server did not find a current representation for the target resource or is not willing to ' +
    'disclose that one exists.',
};

const titles = { 400: 'Bad Request', 404: 'Not Found' } as const;

/** Returns the container's HTML error page (contract §18 U24). */
export function tomcatPage(
  status: 400 | 404,
  message: string | undefined,
  type: 'Status' | 'Exception' = 'Status',
): Answer {
  const heading = `HTTP Status ${status} – ${titles[status]}`;
  const reason = message === undefined ? '' : `<p><b>Message</b> ${message}</p>`;
  return {
    status,
    contentType: 'text/html;charset=utf-8',
    beforeCache: true,
    text:
      `<!doctype html><html lang="en"><head><title>${heading}</title><style type="text/css">${style}</style></head>` +
      `<body><h1>${heading}</h1><hr class="line" /><p><b>Type</b> ${type} Report</p>${reason}` +
      `<p><b>Description</b> ${descriptions[status]}</p>` +
      `<hr class="line" /><h3>Apache Tomcat/10.1.48</h3></body></html>`,
  };
}

/**
 * Refuses a URL as Tomcat does before AM sees it: encoded slashes, backslashes, NULs, invalid
 * escapes (contract §18 U24).
 */
export function refuseUri(url: string): Answer | undefined {
  const [path = ''] = url.split('?');
  if (/["<>\\^`{|}]/.test(url)) {
    const shown = url.replaceAll(/[&<>"/]/g, (mark) => `&#${mark.charCodeAt(0)};`);
    const reason = `Invalid character found in the request target [${shown}]`;
    return tomcatPage(400, reason, 'Exception');
  }
  if (/%2f/i.test(path)) {
    return tomcatPage(400, 'Invalid URI: [The encoded slash character is not allowed]');
  }
  if (/%(?![0-9a-f]{2})/i.test(path)) {
    return tomcatPage(400, 'Invalid URI: [The hexadecimal encoding is invalid]');
  }
  if (/%(00|5c)/i.test(path)) return tomcatPage(400, 'Invalid URI');
  return isDecodable(path) ? undefined : tomcatPage(400, undefined);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
