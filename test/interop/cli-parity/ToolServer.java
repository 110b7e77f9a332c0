// Runs Apache Kafka's command-line tools one after the other inside one JVM, because starting a JVM for each takes longer than the tool.
//
// A request on standard input is: the count of texts, the texts (main class first, then its arguments), the count of bytes, the bytes of the
// tool's standard input. The answer on standard output is: exit code, stdout, stderr, each of the latter as a count and its bytes. What a
// tool does at exit is done (its shutdown hooks run), and its thread never continues behind the call that would have ended the process.
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Exit;

public final class ToolServer {
    private static final int TIMED_OUT = 124;

    public static void main(String[] arguments) throws Exception {
        DataInputStream requests = new DataInputStream(System.in);
        DataOutputStream answers = new DataOutputStream(System.out);
        while (true) {
            int count;
            try {
                count = requests.readInt();
            } catch (EOFException end) {
                System.exit(0);
                return;
            }
            String[] texts = new String[count];
            for (int i = 0; i < count; i++) texts[i] = text(requests);
            serve(texts, requests.readNBytes(requests.readInt()), answers);
            answers.flush();
        }
    }

    private static String text(DataInputStream in) throws Exception {
        return new String(in.readNBytes(in.readInt()), "UTF-8");
    }

    private static void serve(String[] texts, byte[] input, DataOutputStream answers) throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        List<Runnable> hooks = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream oldIn = System.in;
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        PrintStream toolOut = new PrintStream(out, true, "UTF-8");
        PrintStream toolErr = new PrintStream(err, true, "UTF-8");
        System.setIn(new ByteArrayInputStream(input));
        System.setOut(toolOut);
        System.setErr(toolErr);
        Exit.setExitProcedure((code, message) -> end(exit, code));
        Exit.setHaltProcedure((code, message) -> end(exit, code));
        Exit.setShutdownHookAdder((name, hook) -> hooks.add(hook));
        Thread tool = new Thread(() -> run(texts, toolErr, exit), "tool");
        tool.setDaemon(true);
        tool.start();
        int code;
        try {
            code = exit.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            code = TIMED_OUT;
        }
        for (Runnable hook : hooks) runHook(hook);
        toolOut.flush();
        toolErr.flush();
        System.setIn(oldIn);
        System.setOut(oldOut);
        System.setErr(oldErr);
        answers.writeInt(code);
        answers.writeInt(out.size());
        out.writeTo(answers);
        answers.writeInt(err.size());
        err.writeTo(answers);
    }

    private static void run(String[] texts, PrintStream err, CompletableFuture<Integer> exit) {
        try {
            Method main = Class.forName(texts[0]).getMethod("main", String[].class);
            main.invoke(null, (Object) Arrays.copyOfRange(texts, 1, texts.length));
            exit.complete(0);
        } catch (InvocationTargetException wrapped) {
            wrapped.getCause().printStackTrace(err);
            exit.complete(1);
        } catch (Throwable failure) {
            failure.printStackTrace(err);
            exit.complete(1);
        }
    }

    private static void runHook(Runnable hook) throws InterruptedException {
        Thread thread = new Thread(hook, "hook");
        thread.setDaemon(true);
        thread.start();
        thread.join(5000);
    }

    /** What Exit.exit does here: the code is known, and the thread stays where it is. */
    private static void end(CompletableFuture<Integer> exit, int code) {
        exit.complete(code);
        while (true) LockSupport.park();
    }
}
