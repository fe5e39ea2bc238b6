package dev.gengate.proof.faults;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A protection of the gateway that can be switched off in a copy of the packaged jar, to prove that it is needed. */
public enum Sabotage {
    /** The guard of the commit: an outcome is written over another one. */
    GUARD("dev/gengate/generation/ledger/GenerationSql") {
        @Override
        ClassVisitor switchedOff(ClassVisitor next, Runnable found) {
            return new TextChange(
                    next,
                    "case when g.state in ('queued', 'submitting', 'submitted', 'unconfirmed') then",
                    "case when true then",
                    found);
        }
    },
    /** The sweep of the unpublished: what was not published at once never is. */
    SWEEP("dev/gengate/outbox/OutboxRelay") {
        @Override
        ClassVisitor switchedOff(ClassVisitor next, Runnable found) {
            return new SweepWithoutRows(next, found);
        }
    },
    /** The rule that a lease that ran out means a lost answer: it is sent again instead. */
    LEASE("dev/gengate/generation/ledger/GenerationSql") {
        @Override
        ClassVisitor switchedOff(ClassVisitor next, Runnable found) {
            return new TextChange(
                    next,
                    "set state = 'unconfirmed', due_at = times.until",
                    "set state = 'queued', due_at = times.until",
                    found);
        }
    },
    /** The reservation: what is accepted counts in its budget when it has ended. No run of faults has one, {@code BudgetIT} has. */
    BUDGET("dev/gengate/generation/ledger/BudgetSql") {
        @Override
        ClassVisitor switchedOff(ClassVisitor next, Runnable found) {
            return new TextChange(
                    next,
                    "set reserved = b.reserved + n.reserved, spent",
                    "set reserved = b.reserved + 0 * n.reserved, spent",
                    found);
        }
    },
    /** The checksum that goes along with an object: the bucket's server takes whatever bytes it gets. */
    HASH("dev/gengate/custody/S3Store") {
        @Override
        ClassVisitor switchedOff(ClassVisitor next, Runnable found) {
            return new CallChange(next, "checksumSHA256", found) {
                @Override
                void call(MethodVisitor method, Runnable call) {
                    // the builder stays, what it is given does not
                    method.visitInsn(Opcodes.POP);
                }
            };
        }
    },
    /** The order of store and event: an object is named before the store has said that it has it. */
    STORE("dev/gengate/custody/Copier") {
        @Override
        ClassVisitor switchedOff(ClassVisitor next, Runnable found) {
            return new CallChange(next, "put", found) {
                @Override
                void call(MethodVisitor method, Runnable call) {
                    call.run();
                    method.visitInsn(Opcodes.POP);
                    method.visitMethodInsn(Opcodes.INVOKESTATIC, FUTURE, "succeededFuture", "()L" + FUTURE + ";", true);
                }
            };
        }
    };

    private static final String FUTURE = "io/vertx/core/Future";

    private final String type;

    Sabotage(String type) {
        this.type = type;
    }

    /** The class that holds the protection, as a path in a jar. */
    String path() {
        return type + ".class";
    }

    /** Rewrites the class on its way to {@code next}; {@code found} is run once the protection was met. */
    abstract ClassVisitor switchedOff(ClassVisitor next, Runnable found);

    /** One text of the class, such as an SQL statement, says something else; however its lines are broken. */
    private static final class TextChange extends ClassVisitor {
        private final Pattern text;
        private final String instead;
        private final Runnable found;

        TextChange(ClassVisitor next, String text, String instead, Runnable found) {
            super(Opcodes.ASM9, next);
            this.text = Pattern.compile(
                    Arrays.stream(text.split(" ")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
            this.instead = instead;
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, thrown);
            return new MethodVisitor(Opcodes.ASM9, method) {
                @Override
                public void visitLdcInsn(Object value) {
                    super.visitLdcInsn(value instanceof String constant ? changed(constant) : value);
                }
            };
        }

        private String changed(String constant) {
            Matcher places = text.matcher(constant);
            if (!places.find()) {
                return constant;
            }
            found.run();
            return places.replaceAll(Matcher.quoteReplacement(instead));
        }
    }

    /** Each call of an interface's method of that name is another one. */
    private abstract static class CallChange extends ClassVisitor {
        private final String changed;
        private final Runnable found;

        CallChange(ClassVisitor next, String changed, Runnable found) {
            super(Opcodes.ASM9, next);
            this.changed = changed;
            this.found = found;
        }

        /** What is done instead of the call. */
        abstract void call(MethodVisitor method, Runnable call);

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, thrown);
            return new MethodVisitor(Opcodes.ASM9, method) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String form, boolean ofInterface) {
                    Runnable call = () -> super.visitMethodInsn(opcode, owner, called, form, ofInterface);
                    if (opcode == Opcodes.INVOKEINTERFACE && called.equals(changed)) {
                        found.run();
                        call(method, call);
                    } else {
                        call.run();
                    }
                }
            };
        }
    }

    /** The sweep opens the direct way and publishes nothing itself. */
    private static final class SweepWithoutRows extends ClassVisitor {
        private static final String SWEEP_TYPE = "dev/gengate/outbox/OutboxRelay";
        private static final String FLOW_TYPE = "dev/gengate/outbox/topic/EventFlow";
        private final Runnable found;

        SweepWithoutRows(ClassVisitor next, Runnable found) {
            super(Opcodes.ASM9, next);
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, thrown);
            if (!name.equals("sweep")) {
                return method;
            }
            found.run();
            method.visitCode();
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitFieldInsn(Opcodes.GETFIELD, SWEEP_TYPE, "flow", "L" + FLOW_TYPE + ";");
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, FLOW_TYPE, "takesAgain", "()V", false);
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(1, 1);
            method.visitEnd();
            return null;
        }
    }
}
