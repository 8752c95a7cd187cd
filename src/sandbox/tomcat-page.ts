import type { Answer } from './answer.ts';

const STYLE =
  'body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;} ' +
  'h1 {font-size:22px;} h2 {font-size:16px;} h3 {font-size:14px;} p {font-size:12px;} a {color:black;} ' +
  '.line {height:1px;background-color:#525D76;border:none;}';

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400:
    'The server cannot or will not process the request due to something that is perceived to be a client error ' +
    '(e.g., malformed request syntax, invalid request message framing, or deceptive request routing).',
  404:
    'The origin server did not find a current representation for the target resource or is not willing to ' +
    'disclose that one exists.',
};

/** The container's own HTML error page, which a client must survive (contract §18 U24). */
export function tomcatPage(status: 400 | 404, title: string, message: string): Answer {
  const heading = `HTTP Status ${status} – ${title}`;
  return {
    status,
    contentType: 'text/html;charset=utf-8',
    beforeCache: true,
    text:
      `<!doctype html><html lang="en"><head><title>${heading}</title><style type="text/css">${STYLE}</style></head>` +
      `<body><h1>${heading}</h1><hr class="line" /><p><b>Type</b> Status Report</p>` +
      `<p><b>Message</b> ${message}</p><p><b>Description</b> ${DESCRIPTIONS[status] ?? ''}</p>` +
      `<hr class="line" /><h3>Apache Tomcat/10.1.48</h3></body></html>`,
  };
}

/** What Tomcat refuses before AM sees it: encoded slashes, backslashes and NULs (contract §18 U24). */
export function refuseUri(path: string): Answer | undefined {
  if (/%2f/i.test(path)) {
    const reason = 'Invalid URI: [The encoded slash character is not allowed]';
    return tomcatPage(400, 'Bad Request', reason);
  }
  if (/%(00|5c)|\\|%(?![0-9a-f]{2})/i.test(path) || !isDecodable(path)) {
    return tomcatPage(400, 'Bad Request', 'Invalid URI');
  }
  return undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
