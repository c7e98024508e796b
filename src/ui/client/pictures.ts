/** A picture that the server draws for each look is asked for when it comes into sight. Without scripts the page links to it. */
export function showPictures(scope: ParentNode): void {
  for (const link of scope.querySelectorAll<HTMLAnchorElement>('a[data-picture]')) {
    const picture = document.createElement('img');
    picture.loading = 'lazy';
    picture.alt = link.dataset['picture'] ?? '';
    picture.src = link.href;
    link.replaceWith(picture);
  }
}
