// Runs before the page is painted: the theme chosen here, else the system's.
(() => {
  'use strict';
  const system = window.matchMedia('(prefers-color-scheme: dark)');

  const chosen = () => {
    try {
      return localStorage.getItem('zonekeeper-theme') ?? 'system';
    } catch {
      return 'system';
    }
  };

  const apply = () => {
    const choice = chosen();
    const dark = choice === 'dark' || (choice === 'system' && system.matches);
    document.documentElement.dataset.bsTheme = dark ? 'dark' : 'light';
    document.documentElement.dataset.theme = choice;
  };

  apply();
  system.addEventListener('change', apply);

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-theme-choice]');
    if (!button) return;
    try {
      localStorage.setItem('zonekeeper-theme', button.dataset.themeChoice);
    } catch {
      document.documentElement.dataset.bsTheme = button.dataset.themeChoice;
    }
    apply();
    showChoice();
  });

  const showChoice = () => {
    for (const button of document.querySelectorAll('[data-theme-choice]')) {
      button.setAttribute('aria-pressed', String(button.dataset.themeChoice === chosen()));
    }
  };
  document.addEventListener('DOMContentLoaded', showChoice);
})();
