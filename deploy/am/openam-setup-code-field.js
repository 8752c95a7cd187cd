/**
 * OpenAM: the field for a setup code. This is the client-side script of the module whose
 * server-side script is openam-setup-code.js. OpenAM shows it before the gateway is asked, so
 * all users who sign in by the chain see it.
 */
var sentence = 'If the help desk gave you a setup code, enter it. Otherwise leave the field empty.';

// OpenAM would send the empty form at once.
autoSubmitDelay = 600000;
if (window.require) spinner.hideSpinner();

var label = document.createElement('label');
label.textContent = sentence;
var field = document.createElement('input');
field.type = 'text';
field.className = 'form-control input-lg';
field.autocomplete = 'off';
field.addEventListener('input', function () {
  output.value = field.value;
});
label.appendChild(field);
output.form.insertBefore(label, output.form.firstChild);
field.focus();
