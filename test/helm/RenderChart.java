import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Lints and renders a chart with the Helm that helm-java embeds: RenderChart.java JOBS. Each paragraph of the file is a job,
 * a line each: the file to write, the chart, and values as key=value or a file of them. If Helm refuses, the file is written
 * with the ending `.refused` and has what Helm says.
 */
public class RenderChart {
  public static void main(String[] args) throws IOException {
    for (var job : Files.readString(Path.of(args[0])).split("\n\n")) {
      var lines = Arrays.asList(job.strip().split("\n"));
      var out = lines.get(0);
      try {
        Files.writeString(Path.of(out), render(Path.of(lines.get(1)), lines.subList(2, lines.size())));
      } catch (RuntimeException error) {
        Files.writeString(Path.of(out + ".refused"), String.valueOf(error.getMessage()));
      }
    }
  }

  private static String render(Path chart, List<String> values) {
    var helm = new Helm(chart);
    var lint = helm.lint().strict().call();
    if (lint.isFailed()) throw new IllegalArgumentException(String.join("\n", lint.getMessages()));
    var template = helm.template().withName("release").withKubeVersion("1.31.0");
    for (var value : values) {
      var pair = value.split("=", 2);
      if (pair.length == 1) template.withValuesFile(Path.of(value));
      else template.set(pair[0], pair[1]);
    }
    return template.call();
  }
}
