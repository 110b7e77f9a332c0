// A real OpenSearch server of one node for tests: started in the folder that is given, its port told on stdout, ended when stdin ends.
import org.codelibs.opensearch.runner.OpenSearchRunner;

public final class SearchServer {
  public static void main(String[] args) throws Exception {
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.build(
        OpenSearchRunner.newConfigs().clusterName("ottla-test").numOfNode(1).baseHttpPort(9240).basePath(args[0]));
    runner.ensureYellow();
    System.out.println("port " + runner.node().settings().get("http.port"));
    System.out.flush();
    while (System.in.read() >= 0) {}
    runner.close();
    System.exit(0);
  }
}
