// Akka and the models layer have types of these names too; here the messages' are meant.
global using Failure = EdgeActors.Messages.Failure;
