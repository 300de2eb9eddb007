// On a narrow screen the menu begins folded; everything works without this.
const narrow = matchMedia("(max-width: 60rem)");
const fold = () => {
  for (const menu of document.querySelectorAll(".rail details")) menu.open = !narrow.matches;
};
narrow.addEventListener("change", fold);
fold();
