import com.marcnuri.helm.Helm;
import java.nio.file.Path;

/** Lints and renders a chart with the Helm that helm-java embeds: RenderChart.java CHART [VALUES…], values as key=value, or a file of them. */
public class RenderChart {
  public static void main(String[] args) {
    var helm = new Helm(Path.of(args[0]));
    var lint = helm.lint().strict();
    if (args.length > 1) {
      var result = lint.call();
      if (result.isFailed()) {
        System.err.println(String.join("\n", result.getMessages()));
        System.exit(1);
      }
    }
    var template = helm.template().withName("release").withKubeVersion("1.31.0");
    for (int at = 1; at < args.length; at++) {
      var pair = args[at].split("=", 2);
      if (pair.length == 1) template.withValuesFile(Path.of(args[at]));
      else template.set(pair[0], pair[1]);
    }
    System.out.println(template.call());
  }
}
