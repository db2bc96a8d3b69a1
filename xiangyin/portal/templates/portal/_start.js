addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => import(document.querySelector("script[data-begin]").dataset.begin))));
