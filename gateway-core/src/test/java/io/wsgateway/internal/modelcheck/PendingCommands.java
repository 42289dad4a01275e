package io.wsgateway.internal.modelcheck;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection's commands that wait for their answers: each is answered once, and all but heartbeats in order. */
final class PendingCommands {
    private final Deque<SentCommand> inOrder = new ArrayDeque<>();
    private final Deque<SentCommand> heartbeats = new ArrayDeque<>();

    private boolean usedAddition;
    private int sent;
    private int identifies;

    void sent(SentCommand command) {
        sent++;
        identifies += command.is("IDENTIFY") ? 1 : 0;
        usedAddition |= command.id() != null || command.cursor() != null;
        (command.is("HEARTBEAT") ? heartbeats : inOrder).add(command);
    }

    /** Whether the client has shown that it knows more than the original protocol. */
    boolean usedAddition() {
        return usedAddition;
    }

    /** How many there were in all. */
    int sent() {
        return sent;
    }

    int identifies() {
        return identifies;
    }

    /** The heartbeat that an answer belongs to; null: not to the first one. */
    @Nullable
    SentCommand heartbeat(@Nullable String id) {
        SentCommand first = heartbeats.poll();
        return first != null && Objects.equals(first.id(), id) ? first : null;
    }

    /**
     * Takes the command out that an answer belongs to; null where it belongs to none, or to one behind another that has yet
     * to be answered.
     *
     * @param may of several commands without an id, the first one that this holds for
     * @param happened is told of silent commands in front of it; and of itself where it can't be told from another
     */
    @Nullable
    SentCommand answered(@Nullable String id, String op, Predicate<SentCommand> may, Consumer<SentCommand> happened) {
        for (Iterator<SentCommand> i = inOrder.iterator(); i.hasNext(); ) {
            SentCommand command = i.next();
            if (command.is(op) && Objects.equals(command.id(), id) && may.test(command)) {
                i.remove();
                if (command.silent() && mayHaveHappened(op)) {
                    happened.accept(command);
                }
                for (SentCommand first = inOrder.peek();
                        first != null && before(first, command);
                        first = inOrder.peek()) {
                    happened.accept(inOrder.remove());
                }
                return command;
            }
            if (!command.silent()) {
                return null;
            }
        }
        return null;
    }

    private static boolean before(SentCommand first, SentCommand command) {
        return first.silent() && first.number() < command.number();
    }

    /** The first that has to be answered; null: none. */
    @Nullable
    SentCommand open() {
        for (SentCommand command : inOrder) {
            if (!command.silent()) {
                return command;
            }
        }
        return heartbeats.peek();
    }

    /** Commands that may have succeeded without a word. */
    int silent() {
        return (int) inOrder.stream().filter(SentCommand::silent).count();
    }

    private boolean mayHaveHappened(String op) {
        return inOrder.stream().anyMatch(command -> command.silent() && command.is(op));
    }

    /** Whether a silent command of this kind may have happened already. */
    boolean mayHaveHappened(String op, String guild) {
        for (SentCommand command : inOrder) {
            if (command.silent() && command.is(op) && guild.equals(command.guild())) {
                return true;
            }
        }
        return false;
    }
}
