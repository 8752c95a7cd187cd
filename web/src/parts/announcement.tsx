import { useEffect } from 'react';
import type { ReactNode } from 'react';

const regionId = 'announcements';

/** Where announcements appear. It is there before them, so that screen readers notice each one. */
export function AnnouncementRegion(): ReactNode {
  return <div id={regionId} className="hidden-text" role="status" />;
}

/** Announces a text without moving the focus, when it appears and when it changes. */
export function useAnnouncement(text: string | null): void {
  useEffect(() => {
    if (text === null) return;
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    // A new element is announced even if it has the text of the previous one.
    document.querySelector(`#${regionId}`)?.replaceChildren(paragraph);
  }, [text]);
}
