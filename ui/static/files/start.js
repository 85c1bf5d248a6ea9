// Says before anything is drawn that there is script, so that nothing that needs none is drawn and taken away again.
document.documentElement.classList.add('js');
