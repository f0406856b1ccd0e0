namespace EdgeActors.Messages.Enrolment;

/// <summary>Spoken with the registration of a member: what it knows of tickets and revocations, in its own certificate folder.</summary>
public interface IEnrolmentMessage : IEdgeMessage;
